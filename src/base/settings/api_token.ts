import { instantText, parseInstant } from "../time/instant.ts";
import { type Field, field } from "./_fields.ts";
import { Secret } from "./secret.ts";

/** A token that the read API accepts. */
export interface ApiToken {
  /** Whose it is: shown in the log. */
  readonly name: string;
  /** What its holder sends as `Authorization: Bearer`. */
  readonly token: Secret;
  /** The last instant, in UTC, that its holder may see; undefined without a limit. */
  readonly until: string | undefined;
}

const FORM = "name:token or name:token:asOf<=2024-01-01T00:00:00Z, the token of 16 or more of " +
  "A-Z a-z 0-9 . _ ~ + / = -";

/** One entry of `API_TOKENS`. */
export function apiToken(): Field<ApiToken> {
  return field(FORM, readToken);
}

/** The tokens in the text of `API_TOKENS`, to hide them, whether they are accepted or not. */
export function apiTokenSecrets(text: string): readonly string[] {
  return text.split(",").flatMap((entry) => entry.trim().split(":")[1] ?? entry.trim())
    .filter((token) => token !== "");
}

/** The token's characters are those of RFC 6750, without the separators of the setting. */
function readToken(text: string): ApiToken | undefined {
  const match = /^([A-Za-z0-9_.-]{1,63}):([A-Za-z0-9._~+/=-]{16,255})(?::asOf<=(.+))?$/.exec(text);
  if (match === null) return undefined;
  const [, name = "", token = "", until] = match;
  try {
    return {
      name,
      token: new Secret(token),
      until: until === undefined ? undefined : instantText(parseInstant(until, "asOf")),
    };
  } catch {
    // The field's own message says what is wanted.
    return undefined;
  }
}
