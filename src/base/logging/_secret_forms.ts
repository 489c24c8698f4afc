import { percentEncode } from "../settings/mod.ts";

/** Gives every form in which a secret may stand in a text: plain, percent-encoded, decoded, JSON. */
export function formsOf(plain: string): string[] {
  const encoded = [percentEncode(plain), encodeURIComponent(plain), encodeURI(plain)];
  return [
    plain,
    ...encoded,
    ...encoded.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    // A URL within a URL.
    ...encoded.map((form) => encodeURIComponent(form)),
    decoded(plain),
    JSON.stringify(plain).slice(1, -1),
    // What a parser of URLs leaves of it: only what may not stand in a user or password is encoded.
    URL.parse(`postgres://u:${plain}@h`)?.password ?? plain,
    // As an SQL literal.
    plain.replaceAll("'", "''"),
  ].filter((form) => form !== "");
}

/** The forms of all secrets as one alternative of a pattern, `undefined` where there are none. */
export function patternOf(secrets: readonly string[]): string | undefined {
  // The longest first, so that a secret within another leaves nothing of the outer one behind.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return forms.length === 0 ? undefined : forms.map(RegExp.escape).join("|");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" has no decoded form, the plain one is looked for anyway.
    return text;
  }
}
