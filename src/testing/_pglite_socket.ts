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
 * A socket for node-postgres whose other end is a PGlite in this process. The driver uses
 * PostgreSQL's protocol as with a server, so that parameters, values and errors are the same.
 */
export class PgliteSocket extends Duplex {
  readonly #engine: PGlite;
  readonly #reader: MessageReader = new MessageReader({ hasStartup: true });
  /** A statement that reads rows from the client, and the rows so far. */
  #copy: Buffer[] | undefined;

  /** Creates a socket; only one may be in use, because a PGlite has one session. */
  constructor(engine: PGlite) {
    super();
    this.#engine = engine;
  }

  /** Resets the session, whatever the previous connection left in it. */
  connect(): this {
    this.#reset().then(() => this.emit("connect"), (error) => this.destroy(error));
    return this;
  }

  /** Runs all messages that the driver sent together. */
  override _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: Done): void {
    const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk));
    this.#take(this.#reader.read(bytes)).then(() => done(), done);
  }

  /** Does nothing: answers arrive by themselves. */
  override _read(): void {}

  /** Ends the readable half too. */
  override _final(done: Done): void {
    this.push(null);
    done();
  }

  /** Does nothing. */
  setNoDelay(): this {
    return this;
  }

  /** Does nothing. */
  setKeepAlive(): this {
    return this;
  }

  /** Does nothing. */
  ref(): this {
    return this;
  }

  /** Does nothing. */
  unref(): this {
    return this;
  }

  async #take(messages: readonly Buffer[]): Promise<void> {
    const batch: Buffer[] = [];
    for (const message of messages) {
      // A goodbye message would end PGlite, which outlives this connection.
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

  /** PGlite cannot wait for rows, so the statement runs once all of them have arrived. */
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
        // The driver already received this answer.
        if (answer[0] !== messageType.copyInResponse) this.push(answer);
      }
    });
  }

  async #run(messages: readonly Buffer[]): Promise<void> {
    // Copied: the bytes are PGlite's own memory, which the next answer overwrites.
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

/** Ends a request that a connection left unfinished. */
const SYNC = new Uint8Array([0x53, 0, 0, 0, 4]);
