import type { StreamMessage } from "../group/stream_message.ts";

/** The fields of a row, by the names that a message gives them. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the rows of a message.
 *
 * @throws {DecodeError} If it has none to read.
 */
export type Decoder = (
  message: StreamMessage & { readonly value: Uint8Array },
) => readonly Fields[] | Promise<readonly Fields[]>;
