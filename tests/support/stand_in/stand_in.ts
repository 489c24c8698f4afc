import { type Fault, spoil } from "./fault.ts";
import { type RateRule, type ReceivedRequest, Traffic } from "./traffic.ts";

/** A request, as the rules of a stand-in see it. */
export interface StandInRequest {
  readonly endpoint: string;
  readonly parameters: URLSearchParams;
  readonly headers: Headers;
}

/** Options of every stand-in. */
export interface StandInOptions {
  /** The current time of the service, which determines what is published. */
  readonly now?: () => Date;
  /** The rate limits. */
  readonly rates?: readonly RateRule[];
  /** The clock of the rate limits in milliseconds; a real one by default. */
  readonly rateClock?: () => number;
}

/** The part of a stand-in that is specific to a service. */
export interface Service {
  /** Returns the correct answer. */
  answer(request: StandInRequest): Response;
  /** Returns the answer to a request that breaks a rate limit. */
  refuse(request: StandInRequest, rule: RateRule): Response;
  /** Parameters that are secret and not recorded. */
  readonly secrets?: readonly string[];
}

/**
 * A server on loopback in place of a public service, which records requests and can produce faults.
 */
export class StandIn implements AsyncDisposable {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The requests received. */
  readonly traffic: Traffic;
  readonly #service: Service;
  readonly #now: () => Date;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #stopped = new AbortController();
  readonly #script: (Fault | null)[] = [];
  #faultOf: (request: ReceivedRequest) => Fault | null = () => null;

  constructor(service: Service, options: StandInOptions = {}) {
    this.#service = service;
    this.#now = options.now ?? (() => new Date());
    this.traffic = new Traffic(options.rates ?? [], options.rateClock);
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#receive(request),
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Applies faults to the next answers in this order; null leaves one correct. */
  failNext(...faults: readonly (Fault | null)[]): void {
    this.#script.push(...faults);
  }

  /** Sets a function that chooses the fault for each request; null removes it. */
  failWhen(faultOf: ((request: ReceivedRequest) => Fault | null) | null): void {
    this.#faultOf = faultOf ?? (() => null);
  }

  /** Stops the server; late answers are sent at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped.abort();
    await this.#server.shutdown();
  }

  async #receive(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const asked = { endpoint: pathname, parameters: searchParams, headers: request.headers };
    const broken = this.traffic.admit();
    const right = broken === null
      ? this.#service.answer(asked)
      : this.#service.refuse(asked, broken);
    right.headers.set("date", this.#now().toUTCString());
    const received = this.#record(asked, right.status);
    const fault = (this.#script.length > 0 ? this.#script.shift() : null) ??
      this.#faultOf(received);
    const given = fault === null
      ? right
      : await spoil(right, fault, { now: this.#now(), signal: this.#stopped.signal });
    this.traffic.requests.push({ ...received, status: given.status });
    return given;
  }

  #record(asked: StandInRequest, status: number): ReceivedRequest {
    const { secrets = [] } = this.#service;
    const entries = [...asked.parameters].filter(([name]) => !secrets.includes(name));
    return {
      endpoint: asked.endpoint,
      parameters: Object.fromEntries(entries),
      at: this.traffic.now,
      status,
      userAgent: asked.headers.get("user-agent"),
      ifNoneMatch: asked.headers.get("if-none-match"),
      ifModifiedSince: asked.headers.get("if-modified-since"),
    };
  }
}
