import type { Bucket } from "./bucket.ts";

/** So much is asked for at once, so that a large object keeps within the time of a request. */
const PIECE_BYTES = 32 * 1024 * 1024;

/** Which part of an object is read; all of it by default. */
export interface ObjectPart {
  readonly start?: number;
  /** The first byte that is not read. */
  readonly end?: number;
}

/**
 * Reads an object of any size in pieces; yields `undefined` alone where it does not exist.
 *
 * @throws {StrataError} If the server refuses.
 */
export async function* readObject(
  bucket: Bucket,
  key: string,
  { start = 0, end = Infinity }: ObjectPart = {},
): AsyncIterable<Uint8Array | undefined> {
  for (let at = start; at < end;) {
    const want = Math.min(PIECE_BYTES, end - at);
    const headers = { range: `bytes=${at}-${at + want - 1}` };
    const response = await bucket.ask(key, { headers });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      if (response.status === 404 && at === start) return yield undefined;
      // Past the end, as an empty object's first piece is.
      if (response.status === 416) return;
      throw bucket.refused("read", response.status);
    }
    // A server that knows no ranges sends all of it.
    const isWhole = response.status === 200;
    let size = 0;
    for await (const bytes of response.body) {
      const skipped = isWhole ? Math.max(0, start - size) : 0;
      size += bytes.length;
      if (skipped < bytes.length) yield bytes.subarray(skipped);
    }
    at += size;
    if (isWhole || size < want) return;
  }
}
