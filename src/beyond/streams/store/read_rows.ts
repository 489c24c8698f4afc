import { DecodeError } from "../decode/decode_error.ts";
import type { Decoder, Fields } from "../decode/decoder.ts";
import type { StreamMessage } from "../group/stream_message.ts";
import type { BadMessage } from "./bad_message.ts";

/**
 * What to do with a message without a value, which asks to delete what its key names: nothing is
 * deleted here, so it is refused like a bad message, or skipped.
 */
export type Tombstones = "refuse" | "skip";

/** The rows of messages. */
export interface ReadRows {
  readonly rows: readonly Record<string, unknown>[];
  /** The message of each row. */
  readonly owners: readonly StreamMessage[];
  readonly bad: readonly BadMessage[];
  /** How many tombstones were skipped. */
  readonly skipped: number;
}

/** How rows are read. */
export interface ReadOptions {
  readonly decode: Decoder;
  readonly fields: (fields: Fields) => Record<string, unknown>;
  /** Makes rows of what a message says. */
  readonly map?:
    | ((fields: Fields, message: StreamMessage) => Fields | readonly Fields[] | null)
    | undefined;
  readonly tombstones: Tombstones;
}

/** Reads the rows of messages, in their order. */
export async function readRows(
  messages: readonly StreamMessage[],
  { decode, fields, map, tombstones }: ReadOptions,
): Promise<ReadRows> {
  const rows: Record<string, unknown>[] = [];
  const owners: StreamMessage[] = [];
  const bad: BadMessage[] = [];
  let skipped = 0;
  for (const message of messages) {
    if (!hasValue(message)) {
      if (tombstones === "skip") skipped++;
      else bad.push({ message, reason: "it is a tombstone: it has no value" });
      continue;
    }
    try {
      const decoded = decode(message);
      for (const given of decoded instanceof Promise ? await decoded : decoded) {
        const mapped = map === undefined ? given : map(given, message);
        // as: a list of rows is the only array.
        const list = Array.isArray(mapped)
          ? mapped as readonly Fields[]
          : [mapped as Fields | null];
        for (const one of list) {
          if (one === null) continue;
          rows.push(fields(one));
          owners.push(message);
        }
      }
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      bad.push({ message, reason: error.message });
    }
  }
  return { rows, owners, bad, skipped };
}

function hasValue(
  message: StreamMessage,
): message is StreamMessage & { readonly value: Uint8Array } {
  return message.value !== null;
}
