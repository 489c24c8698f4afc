import { Problem } from "./problem.ts";

/** The refusal of a request without a token, or with one that is not known. */
export function noToken(isMissing: boolean): Problem {
  const detail = isMissing
    ? 'Cannot answer without a token: send it as the header "Authorization: Bearer TOKEN"'
    : "Cannot accept the token: it is none of this server's, correct it";
  const challenge = `Bearer realm="strata"${isMissing ? "" : ', error="invalid_token"'}`;
  return new Problem("no-token", detail, { headers: { "www-authenticate": challenge } });
}
