import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Faults, FaultyConnection } from "./faulty_connection.ts";

export type { Faults } from "./faulty_connection.ts";

/** A TCP proxy in front of a real server that breaks connections on demand. */
export class FaultProxy implements AsyncDisposable {
  /** The current faults; a new value takes effect with the next piece of data. */
  faults: Faults = {};
  /** How many answers were dropped. */
  lostAnswers = 0;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #open = new Set<FaultyConnection>();
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
    return this.#open.size;
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
    for (const connection of [...this.#open]) connection.end();
  }

  /** Ends every connection with a reset. */
  reset(): void {
    for (const connection of [...this.#open]) connection.reset();
  }

  /** Passes nothing on for the existing connections; new ones work. */
  blackHoleExisting(): void {
    for (const connection of this.#open) connection.silence();
  }

  /** Ends the server's half of the existing connections, and tells their clients nothing. */
  halfOpen(): void {
    for (const connection of this.#open) connection.halfOpen();
  }

  /** Passes on what a black hole held. */
  heal(): void {
    this.faults = {};
    for (const connection of this.#open) connection.healed();
  }

  /** Ends everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.refuse();
    this.reset();
    while (this.#open.size > 0) await sleep(5);
  }

  #accept(client: Socket): void {
    const { garbage } = this.faults;
    const connection = new FaultyConnection(client, this);
    this.#open.add(connection);
    connection.gone.then(() => this.#open.delete(connection));
    if (garbage) client.write(garbage);
    else connection.open(this.#target);
  }
}
