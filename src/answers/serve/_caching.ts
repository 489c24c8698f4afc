import { createHash } from "node:crypto";
import { parseInstant } from "../../base/time/instant.ts";
import { VERSION } from "../../base/version.ts";
import type { Asked } from "./_ask.ts";
import type { AnswerFormat } from "./formats.ts";

/**
 * Tells whether the answer to a question can never change: both clocks are in the past, and the
 * second by so much that no write of that time is still under way. With the first clock alone, a row
 * that is stored today with an old release time still changes what was known then. What has no
 * second clock (bars, candles, curves, the list of series) may be corrected in place.
 */
export function isSettled({ question, instants, isNow }: Asked, settledMs: number): boolean {
  if (isNow || !("knownTo" in question) || question.knownTo === undefined) return false;
  const now = Date.now() * 1000;
  return parseInstant(question.knownTo) <= now - settledMs * 1000 &&
    instants.every((instant) => parseInstant(instant) <= now);
}

/** The ETag of an answer that never changes, which is known before it is made. */
export function settledTag({ question }: Asked, format: AnswerFormat): string {
  const text = JSON.stringify([VERSION, format, question]);
  return quoted(createHash("sha256").update(text).digest("base64url"));
}

/** The ETag of an answer's bytes. */
export function contentTag(bytes: Uint8Array): string {
  return quoted(createHash("sha256").update(bytes).digest("base64url"));
}

/** Tells whether `If-None-Match` names an ETag (RFC 9110, 13.1.2). */
export function isNamed(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").map((one) => one.trim().replace(/^W\//, ""))
    .some((one) => one === tag || one === "*");
}

/** The `Cache-Control` of an answer. */
export function cacheControl(
  options: { readonly isSettled: boolean; readonly isPrivate: boolean },
): string {
  const who = options.isPrivate ? "private" : "public";
  return options.isSettled ? `${who}, immutable, max-age=31536000` : "no-cache";
}

function quoted(digest: string): string {
  return `"${digest.slice(0, 27)}"`;
}
