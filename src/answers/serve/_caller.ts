import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiToken } from "../../base/settings/mod.ts";
import { Problem } from "./problem.ts";

/** Who asks. */
export interface Caller {
  /** The name of the token; undefined where none is wanted. */
  readonly name: string | undefined;
  /** The last instant that the caller may see. */
  readonly until: string | undefined;
}

/**
 * Makes the function that finds the caller of a request. Digests are compared, and all of them, so
 * that the time says nothing about a token.
 *
 * @throws {Problem} If a token is wanted and none of those is sent.
 */
export function callerFinder(
  tokens: readonly ApiToken[],
): (headers: Headers) => Caller {
  const known = tokens.map(({ name, token, until }) => ({
    caller: { name, until },
    digest: digestOf(token.reveal()),
  }));
  return (headers) => {
    if (known.length === 0) return { name: undefined, until: undefined };
    const sent = /^Bearer +([^\s]+) *$/i.exec(headers.get("authorization") ?? "")?.[1];
    const digest = digestOf(sent ?? "");
    let found: Caller | undefined;
    for (const one of known) {
      if (timingSafeEqual(one.digest, digest)) found = one.caller;
    }
    if (found !== undefined) return found;
    throw refusal(sent === undefined);
  };
}

function refusal(isMissing: boolean): Problem {
  const detail = isMissing
    ? 'Cannot answer without a token: send it as the header "Authorization: Bearer TOKEN"'
    : "Cannot accept the token: it is none of this server's, correct it";
  const challenge = `Bearer realm="strata"${isMissing ? "" : ', error="invalid_token"'}`;
  return new Problem("no-token", detail, { headers: { "www-authenticate": challenge } });
}

function digestOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
