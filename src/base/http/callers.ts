import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiToken } from "../settings/api_token.ts";

/** Who asks. */
export interface Caller {
  /** The name of the token; undefined where none is wanted. */
  readonly name: string | undefined;
  /** The last instant that the caller may see. */
  readonly until: string | undefined;
}

/** Options of {@linkcode callerFinder}. */
export interface CallerOptions {
  /**
   * Also takes the token as the password of HTTP's basic authentication, which is what browsers ask
   * people for.
   */
  readonly isBasicTaken?: boolean;
  /** Creates the error for a request without a token, or with one that is not known. */
  readonly refuse: (isMissing: boolean) => Error;
}

/**
 * Makes the function that finds the caller of a request. Digests are compared, and all of them, so
 * that the time says nothing about a token. It throws the refusal if a token is wanted and none of
 * those is sent.
 */
export function callerFinder(
  tokens: readonly ApiToken[],
  { isBasicTaken = false, refuse }: CallerOptions,
): (headers: Headers) => Caller {
  const known = tokens.map(({ name, token, until }) => ({
    caller: { name, until },
    digest: digestOf(token.reveal()),
  }));
  return (headers) => {
    if (known.length === 0) return { name: undefined, until: undefined };
    const header = headers.get("authorization") ?? "";
    const sent = bearerOf(header) ?? (isBasicTaken ? passwordOf(header) : undefined);
    const digest = digestOf(sent ?? "");
    let found: Caller | undefined;
    for (const one of known) {
      if (timingSafeEqual(one.digest, digest)) found = one.caller;
    }
    if (found !== undefined) return found;
    throw refuse(sent === undefined);
  };
}

function bearerOf(header: string): string | undefined {
  return /^Bearer +([^\s]+) *$/i.exec(header)?.[1];
}

/** The password of `Basic base64(user:password)`; a user's name has no colon (RFC 7617). */
function passwordOf(header: string): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return /^[^:]*:(.*)$/s.exec(atob(encoded))?.[1];
  } catch {
    // It is not base64.
    return undefined;
  }
}

function digestOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
