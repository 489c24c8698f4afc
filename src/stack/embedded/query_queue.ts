import type { PGlite } from "@electric-sql/pglite";
import { isCopyData, refuseCopy } from "./refuse_copy.ts";
import { endsRequest, message, qualifyStatement } from "./wire.ts";

/** What the queue needs of the one session shared by all clients. */
export type SharedSession = Pick<
  PGlite,
  "exec" | "execProtocolRawStream" | "isInTransaction" | "runExclusive"
>;

interface Entry {
  readonly client: number;
  readonly run: () => Promise<number>;
  readonly isLast: () => boolean;
  readonly resolve: (bytes: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets many clients share PGlite's one session, by whole requests and whole transactions. The queue
 * of pglite-socket 0.2.17 works message by message and mixes the clients' requests: with eight
 * clients, 216 of 776 requests failed or got another client's answer.
 * It has the methods that a `PGLiteSocketHandler` calls.
 */
export class QueryQueue {
  readonly #session: SharedSession;
  readonly #log: (line: string) => void;
  readonly #clients = new Set<number>();
  #entries: Entry[] = [];
  /** The client that is in a request or transaction. */
  #owner: number | undefined;
  #busy = false;

  /** Creates the queue of a session; `log` receives errors that no client can be told. */
  constructor(session: SharedSession, log: (line: string) => void = () => {}) {
    this.#session = session;
    this.#log = log;
  }

  /** Runs a client's message when its turn comes, and returns the length of the answer. */
  enqueue(
    client: number,
    bytes: Uint8Array,
    onData: (data: Uint8Array) => void,
  ): Promise<number> {
    this.#clients.add(client);
    // The session is shared: a client's goodbye must not end it.
    if (bytes[0] === message.terminate || isCopyData(bytes)) return Promise.resolve(0);
    const qualified = qualifyStatement(refuseCopy(bytes), `${client}_`);
    let length = 0;
    const onRawData = (data: Uint8Array) => {
      length += data.length;
      onData(data);
    };
    return this.#add(client, async () => {
      await this.#session.runExclusive(() =>
        this.#session.execProtocolRawStream(qualified, { onRawData })
      );
      return length;
    }, () => endsRequest(bytes));
  }

  /** Drops a client's waiting messages. */
  clearQueueForHandler(client: number): void {
    const gone = this.#entries.filter((entry) => entry.client === client);
    this.#entries = this.#entries.filter((entry) => entry.client !== client);
    for (const entry of gone) entry.reject(new Error("the client has gone"));
  }

  /** Cleans up after a client that disconnected, even in the middle of a transaction. */
  async clearTransactionIfNeeded(client: number): Promise<void> {
    this.#clients.delete(client);
    try {
      if (this.#owner === client) await this.#add(client, () => this.#abandon(), () => true);
      // No client is left that needs what was set, prepared and locked.
      if (this.#clients.size === 0) await this.#add(client, () => this.#reset(), () => true);
    } catch (error) {
      // The client is gone: there is nobody to throw to.
      this.#log(`cleaning up after a client failed: ${error}`);
    }
  }

  /** The number of waiting messages. */
  getQueueLength(): number {
    return this.#entries.length;
  }

  async #abandon(): Promise<number> {
    // Ends a request that was left unfinished, so that the next client's is read.
    const sync = new Uint8Array([message.sync, 0, 0, 0, 4]);
    await this.#session.runExclusive(() =>
      this.#session.execProtocolRawStream(sync, { onRawData: () => {} })
    );
    if (this.#session.isInTransaction()) await this.#session.exec("rollback");
    return 0;
  }

  async #reset(): Promise<number> {
    if (this.#clients.size === 0) await this.#session.exec("discard all");
    return 0;
  }

  #add(client: number, run: () => Promise<number>, isLast: () => boolean): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#entries.push({ client, run, isLast, resolve, reject });
    void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) {
      this.#owner = entry.client;
      try {
        entry.resolve(await entry.run());
      } catch (error) {
        entry.reject(error);
      }
      if (entry.isLast() && !this.#session.isInTransaction()) this.#owner = undefined;
    }
    this.#busy = false;
  }

  #take(): Entry | undefined {
    const owner = this.#owner;
    if (owner === undefined) return this.#entries.shift();
    const index = this.#entries.findIndex((entry) => entry.client === owner);
    return index === -1 ? undefined : this.#entries.splice(index, 1)[0];
  }
}
