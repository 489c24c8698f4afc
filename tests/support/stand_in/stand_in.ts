import { type Fault, spoil } from "./fault.ts";
import { type RateRule, type ReceivedRequest, Traffic } from "./traffic.ts";

/** A request as a stand-in's rules see it. */
export interface StandInRequest {
  readonly endpoint: string;
  readonly parameters: URLSearchParams;
  readonly headers: Headers;
}

/** What every stand-in can be told. */
export interface StandInOptions {
  /** What time it is for the service; it decides what is published. */
  readonly now?: () => Date;
  /** The rules for how often it may be asked. */
  readonly rates?: readonly RateRule[];
  /** The clock of these rules in milliseconds, by default a real one. */
  readonly rateClock?: () => number;
}

/** The part of a stand-in that knows the service. */
export interface Service {
  /** The right answer. */
  answer(request: StandInRequest): Response;
  /** The answer to a request that came too soon. */
  refuse(request: StandInRequest, rule: RateRule): Response;
  /** Parameters that are secrets and are not recorded. */
  readonly secrets?: readonly string[];
}

/** A server on loopback in place of a public service: it keeps its rules, counts and breaks. */
export class StandIn implements AsyncDisposable {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** What came in. */
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

  /** Spoils the next answers in this order; null lets one through. */
  failNext(...faults: readonly (Fault | null)[]): void {
    this.#script.push(...faults);
  }

  /** Asks for each request whether its answer is spoilt; null ends that. */
  failWhen(faultOf: ((request: ReceivedRequest) => Fault | null) | null): void {
    this.#faultOf = faultOf ?? (() => null);
  }

  /** Stops the server; slow answers are given at once. */
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
