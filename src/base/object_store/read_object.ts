import type { Bucket } from "./bucket.ts";

/** So much is asked for at once, so that a large object keeps within the time of a request. */
const PIECE_BYTES = 32 * 1024 * 1024;

/**
 * Reads an object of any size in pieces; yields `undefined` alone where it does not exist.
 *
 * @throws {StrataError} If the server refuses.
 */
export async function* readObject(
  bucket: Bucket,
  key: string,
): AsyncIterable<Uint8Array | undefined> {
  for (let at = 0;;) {
    const headers = { range: `bytes=${at}-${at + PIECE_BYTES - 1}` };
    const response = await bucket.ask(key, { headers });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      if (response.status === 404 && at === 0) return yield undefined;
      // Past the end, as an empty object's first piece is.
      if (response.status === 416) return;
      throw bucket.refused("read", response.status);
    }
    let size = 0;
    for await (const bytes of response.body) {
      size += bytes.length;
      yield bytes;
    }
    at += size;
    // A server that knows no ranges has sent all of it.
    if (response.status === 200 || size < PIECE_BYTES) return;
  }
}
