import { percentEncode, redactUrl, type Secret } from "../settings/mod.ts";

/** Hides secrets in a text. */
export type Redactor = (text: string) => string;

/**
 * Hides what must not be shown in a text: passwords within URLs, `password=…` and tokens of
 * headers, and each of the given secrets, in its plain, percent-encoded, decoded and JSON form.
 *
 * @example
 * ```ts ignore
 * redact("login to postgres://app:s3cret@db/x failed"); // login to postgres://app:***@db/x failed
 * redact("got p%40ss", ["p@ss"]); // got ***
 * ```
 */
export function redact(text: string, secrets: Iterable<string | Secret> = []): string {
  return createRedactor(secrets)(text);
}

/** Prepares {@linkcode redact} for many texts with the same secrets. */
export function createRedactor(secrets: Iterable<string | Secret> = []): Redactor {
  const forms = new Set<string>();
  for (const secret of secrets) {
    const plain = typeof secret === "string" ? secret : secret.reveal();
    for (const form of formsOf(plain)) forms.add(form);
  }
  // The longest first, so that a secret within another leaves nothing of the outer one behind.
  const words = [...forms].sort((a, b) => b.length - a.length).map(RegExp.escape);
  const known = words.length > 0 ? new RegExp(words.join("|"), "g") : undefined;
  return (text) => hidePatterns(known ? text.replace(known, "***") : text);
}

const SHORTEST_SECRET = 3;

function formsOf(plain: string): string[] {
  const encoded = [percentEncode(plain), encodeURIComponent(plain), encodeURI(plain)];
  const forms = [
    plain,
    ...encoded,
    ...encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    decoded(plain),
    JSON.stringify(plain).slice(1, -1),
    // What a parser of URLs leaves of it: only what may not stand in a user or password is encoded.
    URL.parse(`postgres://u:${plain}@h`)?.password ?? plain,
  ];
  return forms.filter((form) => form.length >= SHORTEST_SECRET);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" has no decoded form, the plain one is looked for anyway.
    return text;
  }
}

const URLS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>]+?(?=$|[\s"'`<>]|,[a-z][a-z0-9+.-]*:\/\/)/gi;
const ASSIGNMENTS =
  /\b(\w*(?:password|passwd|secret|api_?key|secret_?key|token)=)("[^"]*"|'[^']*'|[^\s,;&"']+)/gi;
const HEADERS = /\b((?:bearer|basic)\s+)[a-z0-9+/_.=-]{8,}/gi;

function hidePatterns(text: string): string {
  return text
    .replace(URLS, redactUrl)
    .replace(ASSIGNMENTS, "$1***")
    .replace(HEADERS, "$1***");
}
