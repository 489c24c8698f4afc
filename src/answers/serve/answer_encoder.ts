import type { ColumnStream } from "../columns/mod.ts";

/** An encoder of one answer, with what the response says of it. */
export interface AnswerEncoder {
  readonly mediaType: string;
  readonly extension: string;
  encode(stream: ColumnStream): AsyncIterable<Uint8Array>;
}
