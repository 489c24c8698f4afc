import { Problem } from "./problem.ts";

/** A part of an answer's bytes, the last one included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads the `Range` of a request (RFC 9110, 14.2). Undefined where the whole answer is to be sent:
 * without one, for several at once, and where `If-Range` names another answer.
 *
 * @throws {Problem} If it lies behind the end.
 */
export function rangeOf(headers: Headers, size: number, tag: string): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.get("range")?.replaceAll(" ", "") ?? "");
  if (match === null || match[0] === "bytes=-") return undefined;
  const named = headers.get("if-range");
  if (named !== null && named !== tag) return undefined;
  const [, from = "", to = ""] = match;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first <= last && first < size) return { first, last };
  if (from !== "" && to !== "" && Number(from) > Number(to)) return undefined;
  throw new Problem("no-such-range", `Cannot send bytes from ${first} on: the answer has ${size}`, {
    headers: { "content-range": `bytes */${size}` },
  });
}

/** Answers with a part of the bytes. */
export function partResponse(
  bytes: Uint8Array<ArrayBuffer>,
  { first, last }: ByteRange,
  headers: Headers,
): Response {
  headers.set("content-range", `bytes ${first}-${last}/${bytes.length}`);
  headers.set("content-length", String(last - first + 1));
  return new Response(bytes.subarray(first, last + 1), { status: 206, headers });
}
