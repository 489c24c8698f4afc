import { Buffer } from "node:buffer";
import type pg from "pg";

/** The part of node-postgres's connection that a COPY into the server needs. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  readonly stream: {
    readonly writableNeedDrain: boolean;
    once(event: "drain" | "close", listener: () => void): unknown;
    off(event: "drain" | "close", listener: () => void): unknown;
  };
}

/**
 * Runs a COPY into the server, reading its bytes only as fast as the server takes them.
 *
 * @throws What the server refuses, or the source of the bytes throws: then nothing is stored.
 */
export async function copyIn(
  client: pg.ClientBase,
  text: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const copy = new CopyIn(text, bytes);
  client.query(copy);
  await copy.ended;
}

/** A COPY as node-postgres runs statements of other libraries. */
class CopyIn {
  readonly text: string;
  /** No limit: a COPY lasts as long as its source. */
  readonly query_timeout = 0;
  readonly ended: Promise<void>;
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #settle: { readonly resolve: () => void; readonly reject: (reason: unknown) => void };
  #failure: { readonly reason: unknown } | undefined;

  constructor(text: string, bytes: AsyncIterable<Uint8Array>) {
    this.text = text;
    this.#bytes = bytes;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    [this.ended, this.#settle] = [promise, { resolve, reject }];
  }

  submit(connection: CopyConnection): void {
    connection.query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.#send(connection).catch((reason: unknown) => {
      this.#failure ??= { reason };
      connection.sendCopyFail("the source of the rows failed");
    });
  }

  handleError(reason: unknown): void {
    this.#failure ??= { reason };
    // After a lost connection no other message comes.
    this.#settle.reject(this.#failure.reason);
  }

  handleReadyForQuery(): void {
    if (this.#failure === undefined) this.#settle.resolve();
    else this.#settle.reject(this.#failure.reason);
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}

  async #send(connection: CopyConnection): Promise<void> {
    for await (const { buffer, byteOffset, length } of this.#bytes) {
      if (this.#failure !== undefined) return;
      connection.sendCopyFromChunk(Buffer.from(buffer, byteOffset, length));
      if (connection.stream.writableNeedDrain) await drained(connection.stream);
    }
    connection.endCopyFrom();
  }
}

function drained(stream: CopyConnection["stream"]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.once("drain", done);
    stream.once("close", done);
  });
}
