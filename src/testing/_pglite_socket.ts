import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";
import {
  beginsCopyIn,
  COPY_IN_RESPONSE,
  endsCopyIn,
  MessageReader,
  messageType,
} from "./_messages.ts";

type Done = (error?: Error | null) => void;

/**
 * A socket as node-postgres wants one, whose other end is a PGlite in this process. The driver speaks
 * PostgreSQL's protocol as it does with a server, so that parameters, values and errors are the same.
 */
export class PgliteSocket extends Duplex {
  readonly #engine: PGlite;
  readonly #reader: MessageReader = new MessageReader({ hasStartup: true });
  /** A statement that reads rows from the client, and those that came so far. */
  #copy: Buffer[] | undefined;

  /** Creates a socket; only one is used at a time, for a PGlite has one session. */
  constructor(engine: PGlite) {
    super();
    this.#engine = engine;
  }

  /** Begins with a session as new, whatever the connection before it left. */
  connect(): this {
    this.#reset().then(() => this.emit("connect"), (error) => this.destroy(error));
    return this;
  }

  /** Runs messages, all those that the driver held together at once. */
  override _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: Done): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this.#take(this.#reader.read(bytes)).then(() => done(), done);
  }

  /** Answers come as they are made. */
  override _read(): void {}

  /** Ends the other half too. */
  override _final(done: Done): void {
    this.push(null);
    done();
  }

  /** Changes nothing, as with a pipe. */
  setNoDelay(): this {
    return this;
  }

  /** Changes nothing, as with a pipe. */
  setKeepAlive(): this {
    return this;
  }

  /** Holds nothing open. */
  ref(): this {
    return this;
  }

  /** Holds nothing open. */
  unref(): this {
    return this;
  }

  async #take(messages: readonly Buffer[]): Promise<void> {
    const batch: Buffer[] = [];
    for (const message of messages) {
      // A good-bye would end PGlite, which outlives this connection.
      if (message[0] === messageType.terminate) continue;
      if (this.#copy === undefined && !beginsCopyIn(message)) {
        batch.push(message);
        continue;
      }
      await this.#run(batch.splice(0));
      await this.#copyIn(message);
    }
    await this.#run(batch);
  }

  /** PGlite cannot wait for rows, so that the statement runs when the last of them is here. */
  async #copyIn(message: Buffer): Promise<void> {
    if (this.#copy === undefined) {
      this.#copy = [message];
      this.push(COPY_IN_RESPONSE);
      return;
    }
    this.#copy.push(message);
    if (!endsCopyIn(message)) return;
    const answers = new MessageReader({ hasStartup: false });
    const copy = this.#copy;
    this.#copy = undefined;
    await this.#exchange(copy, (bytes) => {
      for (const answer of answers.read(bytes)) {
        // The driver was told already.
        if (answer[0] !== messageType.copyInResponse) this.push(answer);
      }
    });
  }

  async #run(messages: readonly Buffer[]): Promise<void> {
    // A copy: the bytes are PGlite's memory, which the next answer overwrites.
    if (messages.length > 0) await this.#exchange(messages, (b) => this.push(Buffer.from(b)));
  }

  async #exchange(
    messages: readonly Uint8Array[],
    onAnswer: (bytes: Uint8Array) => void,
  ): Promise<void> {
    await this.#engine.runExclusive(() =>
      this.#engine.execProtocolRawStream(Buffer.concat(messages), {
        syncToFs: false,
        onRawData: (bytes) => {
          if (!this.destroyed) onAnswer(bytes);
        },
      })
    );
  }

  async #reset(): Promise<void> {
    await this.#exchange([SYNC], () => {});
    if (this.#engine.isInTransaction()) await this.#engine.exec("rollback");
    await this.#engine.exec("discard all");
  }
}

/** Ends a request that a connection left half-way. */
const SYNC = new Uint8Array([0x53, 0, 0, 0, 4]);
