import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What a {@linkcode FaultProxy} does to the connections through it. */
export interface Faults {
  /** Delays each piece of data by this long, in both directions. */
  delayMs?: number;
  /** Passes data on in pieces of this size. */
  pieceBytes?: number;
  /** Accepts connections and passes nothing on; what was held is sent after healing. */
  blackHole?: boolean;
  /** Answers each new connection with these bytes, without asking the server. */
  garbage?: Uint8Array;
  /** Passes on data that contains this text, then drops the answer and the connection. */
  loseAnswerTo?: string;
}

/** A TCP proxy in front of a real server that breaks connections on demand. */
export class FaultProxy implements AsyncDisposable {
  /** The current faults; a new value takes effect with the next piece of data. */
  faults: Faults = {};
  /** How many answers were dropped. */
  lostAnswers = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #pairs = new Set<Pair>();
  #server: Server | undefined;
  #port = 0;

  private constructor(host: string, port: number) {
    this.#target = { host, port };
  }

  /** Starts a proxy in front of a URL's server. */
  static async before(url: string | URL): Promise<FaultProxy> {
    const { hostname, port, protocol } = new URL(url);
    const usual = protocol.startsWith("postgres") ? 5432 : 6379;
    const proxy = new FaultProxy(hostname, Number(port || usual));
    await proxy.listen();
    return proxy;
  }

  /** Returns the server's URL with the proxy's address. */
  through(url: string | URL): string {
    const changed = new URL(url);
    changed.hostname = "127.0.0.1";
    changed.port = String(this.#port);
    return changed.href;
  }

  /** The port it listens on. */
  get port(): number {
    return this.#port;
  }

  /** How many connections pass through it. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Accepts connections, also again on the same port after {@linkcode FaultProxy.refuse}. */
  async listen(): Promise<void> {
    const server = createServer((client) => this.#accept(client));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once("error", reject).listen(this.#port, "127.0.0.1", () => resolve());
    await promise;
    const address = server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
    this.#server = server;
  }

  /** Refuses new connections; existing ones stay. */
  async refuse(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    // The callback comes when the last connection is gone, but the port is free at once.
    server.close();
    setTimeout(resolve, 10);
    await promise;
  }

  /** Ends every connection gracefully. */
  cut(): void {
    for (const pair of [...this.#pairs]) pair.end();
  }

  /** Ends every connection with a reset. */
  reset(): void {
    for (const pair of [...this.#pairs]) pair.reset();
  }

  /** Passes nothing on for the existing connections; new ones work. */
  blackHoleExisting(): void {
    for (const pair of this.#pairs) pair.silence();
  }

  /** Passes on what a black hole held. */
  heal(): void {
    this.faults = {};
    for (const pair of this.#pairs) pair.healed();
  }

  /** Ends everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.refuse();
    this.reset();
    while (this.#pairs.size > 0) await sleep(5);
  }

  #accept(client: Socket): void {
    const { garbage } = this.faults;
    const pair = new Pair(client, this.#target, this);
    this.#pairs.add(pair);
    pair.gone.then(() => this.#pairs.delete(pair));
    if (garbage) client.write(garbage);
    else pair.open();
  }
}

/** A client's connection and its other half to the server. */
class Pair {
  readonly gone: Promise<void>;
  readonly #client: Socket;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #proxy: FaultProxy;
  #server: Socket | undefined;
  #pumps: Promise<void>[] = [];
  #deaf = false;
  #silent = false;
  #heal = Promise.withResolvers<void>();

  constructor(client: Socket, target: { host: string; port: number }, proxy: FaultProxy) {
    this.#client = client;
    this.#target = target;
    this.#proxy = proxy;
    client.setNoDelay(true).on("error", () => this.reset());
    const closed = Promise.withResolvers<void>();
    client.once("close", () => closed.resolve());
    this.gone = closed.promise.then(() => this.#rest());
  }

  open(): void {
    const server = connect(this.#target.port, this.#target.host);
    this.#server = server;
    server.setNoDelay(true).on("error", () => this.reset());
    this.#pumps = [this.#pump(this.#client, server, true), this.#pump(server, this.#client, false)];
  }

  silence(): void {
    this.#silent = true;
  }

  end(): void {
    this.#client.destroy();
    this.#server?.destroy();
    this.healed();
  }

  reset(): void {
    if (!this.#client.destroyed) this.#client.resetAndDestroy();
    this.#server?.destroy();
    this.healed();
  }

  healed(): void {
    this.#silent = false;
    this.#heal.resolve();
    this.#heal = Promise.withResolvers<void>();
  }

  async #rest(): Promise<void> {
    this.#server?.destroy();
    await Promise.all(this.#pumps);
    const server = this.#server;
    while (server !== undefined && !server.closed) await sleep(1);
  }

  async #pump(from: Socket, to: Socket, toServer: boolean): Promise<void> {
    try {
      for await (const chunk of from) await this.#pass(chunk, to, toServer);
    } catch {
      // Broken streams are expected here: both halves end below.
    }
    this.end();
  }

  async #pass(chunk: Uint8Array, to: Socket, toServer: boolean): Promise<void> {
    const { delayMs = 0, loseAnswerTo } = this.#proxy.faults;
    if (delayMs > 0) await sleep(delayMs);
    while (this.#isHole() && !this.#client.destroyed) await this.#heal.promise;
    if (this.#deaf && !toServer) return;
    const holds = toServer && loseAnswerTo !== undefined && includesText(chunk, loseAnswerTo);
    if (holds) this.#deaf = true;
    for (const piece of this.#pieces(chunk)) to.write(piece);
    if (!holds) return;
    this.#proxy.lostAnswers++;
    // The server has the statement: give it time to finish, then break the client's side.
    await sleep(100);
    this.reset();
  }

  #isHole(): boolean {
    return this.#silent || this.#proxy.faults.blackHole === true;
  }

  #pieces(chunk: Uint8Array): Uint8Array[] {
    const size = this.#proxy.faults.pieceBytes ?? chunk.length;
    const count = Math.ceil(chunk.length / Math.max(size, 1));
    return Array.from({ length: count }, (_, i) => chunk.subarray(i * size, (i + 1) * size));
  }
}

function includesText(chunk: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(chunk).includes(text);
}
