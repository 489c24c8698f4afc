import { percentEncode } from "../settings/mod.ts";

/**
 * Lists every form in which a secret may appear in a text: plain, percent-encoded, decoded, JSON.
 */
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
    // The form that URL parsers write: they encode only what a user or password must not contain.
    URL.parse(`postgres://u:${plain}@h`)?.password ?? plain,
    // As an SQL literal.
    plain.replaceAll("'", "''"),
  ].filter((form) => form !== "");
}

/**
 * Builds one regular expression alternative from the forms of all secrets; `undefined` if there are
 * none.
 */
export function patternOf(secrets: readonly string[]): string | undefined {
  // Longest first: otherwise a secret inside another one would leave the rest of the outer one
  // visible.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return forms.length === 0 ? undefined : forms.map(RegExp.escape).join("|");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" cannot be decoded; the plain form is still searched for.
    return text;
  }
}
