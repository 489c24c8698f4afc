import { redactUrl } from "../settings/mod.ts";

const NAME = String.raw`[\w-]*(?:password|passwd|passphrase|secret|(?:api|secret|access)_?-?key|` +
  String.raw`access_?token)`;

const URLS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>]+?(?=$|[\s"'`<>]|,[a-z][a-z0-9+.-]*:\/\/)/gi;
/** A URL that is percent-encoded as a whole, as in the query of another one. */
const ENCODED_URLS =
  /\b([a-z][a-z0-9+.-]*%3a%2f%2f(?:(?!%3a|%40)[^\s"'`<>&])*%3a)[^\s"'`<>&]+(?=%40)/gi;
const ASSIGNMENTS =
  /\b(\w*(?:password|passwd|secret|api_?key|secret_?key|token|_auth)=)("[^"]*"|'[^']*'|[^\s,;&"']+)/gi;
/** JSON and inspected objects: the quotes distinguish them from prose. */
const FIELDS = new RegExp(
  `(\\b${NAME}\\\\?["']?\\s*(?::|=>?)\\s*)` +
    `(?:(\\\\")[^"\\\\\\n]*\\\\"|(")(?:[^"\\\\\\n]|\\\\.)*"|(')[^'\\n]*')`,
  "gi",
);
/** `alter role … password '…'`. */
const LITERALS = /\b(password\s+)(?:E?'(?:[^']|'')*')/gi;
const COMMANDS = /(\bname["']?:\s*["'](?:auth|hello|config)["'],\s*["']?args["']?:\s*\[)[^\]]*/gi;
const HEADERS = /\b(bearer\s+)[a-z0-9+/_.=-]{8,}/gi;
const LOGINS = /\b(basic\s+)([a-z0-9+/]{6,}={0,2})(?![a-z0-9+/=])/gi;

/** Hides whatever stands where a secret belongs, without knowing the secret. */
export function hidePlaces(text: string): string {
  return text
    .replace(URLS, redactUrl)
    .replace(ENCODED_URLS, "$1***")
    .replace(ASSIGNMENTS, "$1***")
    .replace(FIELDS, "$1$2$3$4***$2$3$4")
    .replace(LITERALS, "$1'***'")
    .replace(COMMANDS, '$1"***"')
    .replace(HEADERS, "$1***")
    .replace(LOGINS, (whole, name: string, value: string) => isLogin(value) ? `${name}***` : whole);
}

/**
 * Matches the places that are hidden only if they hold this very secret. A password that is also a
 * common word is hidden only there. The secret is the group `secret`.
 */
export function placesOf(secret: string): RegExp {
  const before = [
    // password: x, "password": x, password "x", password is x
    String.raw`\b${NAME}["']?\s*(?::|=>?|\bis\b)?\s*["'\x60]?`,
    // the words of redis-cli and the Redis server
    String.raw`\b(?:auth|requirepass|masterauth)\b["'\s,]+(?:[\w.-]+["'\s,]+)?`,
    // user:x@host without a scheme, and a URL that was cut off
    String.raw`:\/\/[^\s/@:]*:`,
  ].join("|");
  return new RegExp(
    `(?:(?<=${before})(?:${secret})(?![\\p{L}\\p{N}_])|(?<=:|%3a)(?:${secret})(?=@|%40))`,
    "giu",
  );
}

/**
 * Tells whether a text is the base64 of `user:password`, unlike the word in "Basic information".
 */
function isLogin(text: string): boolean {
  try {
    return atob(text).includes(":");
  } catch {
    return false;
  }
}

const SECRET_NAME = new RegExp(`^${NAME}$`, "i");

/** Tells whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
