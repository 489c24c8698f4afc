import type { ColumnBatch } from "./column_batch.ts";
import type { RowCollector } from "./_row_collector.ts";

/** The part of node-postgres's connection that a COPY needs. */
export interface CopyConnection {
  /** Sends a statement. */
  query(text: string): void;
  readonly stream: { pause(): unknown; resume(): unknown; destroy(): unknown };
}

/**
 * A COPY out of the server, as node-postgres runs statements of other libraries. It stops reading
 * the socket while a batch waits to be taken. pg-copy-streams, which does the same as a stream, never
 * ended under Deno where the reader was slower than the server.
 */
export class CopyOut {
  readonly text: string;
  /** No limit: a COPY lasts as long as its reader wants. */
  readonly query_timeout = 0;
  readonly #collector: RowCollector;
  readonly #ready: ColumnBatch[] = [];
  #connection: CopyConnection | undefined;
  #isPaused = false;
  #isEnded = false;
  #failure: { readonly reason: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(text: string, collector: RowCollector) {
    this.text = text;
    this.#collector = collector;
  }

  /** Returns the next batch; undefined at the end. */
  async next(): Promise<ColumnBatch | undefined> {
    while (true) {
      const batch = this.#ready.shift();
      if (this.#isPaused && this.#ready.length === 0) {
        this.#isPaused = false;
        this.#connection?.stream.resume();
      }
      if (batch !== undefined) return batch;
      if (this.#failure !== undefined) throw this.#failure.reason;
      if (this.#isEnded) return undefined;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Ends the waiting of {@linkcode next} with an error. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wake?.();
  }

  /** Closes the connection if the server has not answered completely: a paused one would not end. */
  abandon(): void {
    this.#failure ??= { reason: undefined };
    if (!this.#isEnded) this.#connection?.stream.destroy();
  }

  submit(connection: CopyConnection): void {
    this.#connection = connection;
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { readonly chunk: Uint8Array }): void {
    if (this.#failure !== undefined) return;
    try {
      this.#collector.push(chunk);
      if (this.#collector.isFull) this.#give();
    } catch (error) {
      this.fail(error);
    }
  }

  handleReadyForQuery(): void {
    this.#isEnded = true;
    if (this.#collector.rows > 0) this.#give();
    this.#wake?.();
  }

  handleError(error: unknown): void {
    this.fail(error);
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}

  #give(): void {
    this.#ready.push(this.#collector.take());
    if (!this.#isPaused && !this.#isEnded) {
      this.#isPaused = true;
      this.#connection?.stream.pause();
    }
    this.#wake?.();
  }
}
