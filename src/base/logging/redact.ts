import type { Secret } from "../settings/mod.ts";
import { patternOf } from "./_secret_forms.ts";
import { hidePlaces, placesOf } from "./_secret_places.ts";
import { tellingSecrets } from "./_telling.ts";

/** Hides secrets in a text. */
export type Redactor = (text: string) => string;

/** Options of {@linkcode redact}. */
export interface RedactOptions {
  /**
   * What messages must show: users, hosts, database names. A secret equal to one of these words is
   * hidden only in places where secrets belong.
   */
  readonly shown?: Iterable<string>;
}

/**
 * Hides secrets in a text. Anything in a place where secrets belong is hidden: the password of a
 * URL, `password=…`, `"password": "…"`, tokens in headers. The given secrets are hidden everywhere,
 * in plain, percent-encoded, decoded and JSON form. A secret that is very short, or a word that
 * messages need, is hidden only in places such as `password: …` and `user:…@host`.
 *
 * @example
 * ```ts ignore
 * redact("login to postgres://app:s3cret@db/x failed"); // login to postgres://app:***@db/x failed
 * redact("got p%40ss", ["p@ss"]); // got ***
 * redact('database "strata"', ["strata"], { shown: ["strata"] }); // database "strata"
 * ```
 */
export function redact(
  text: string,
  secrets: Iterable<string | Secret> = [],
  options: RedactOptions = {},
): string {
  return createRedactor(secrets, options)(text);
}

/** Prepares {@linkcode redact} for use on many texts with the same secrets. */
export function createRedactor(
  secrets: Iterable<string | Secret> = [],
  options: RedactOptions = {},
): Redactor {
  const plain = [...secrets].map((one) => typeof one === "string" ? one : one.reveal());
  const telling = tellingSecrets(plain, options.shown ?? []);
  const all = patternOf(plain);
  const everywhere = valuePattern(telling);
  const places = all === undefined ? undefined : placesOf(all);
  return (text) => {
    const hidden = everywhere ? text.replace(everywhere, "***") : text;
    return hidePlaces(places ? hidden.replace(places, "***") : hidden);
  };
}

/**
 * A secret made of letters only is hidden as a whole word: `market` does not match in
 * `market_data`. An escape in front of a word (`%3A`, `\n`) does not count as part of it.
 */
function valuePattern(secrets: readonly string[]): RegExp | undefined {
  const isWord = (secret: string) => /^\p{L}+$/u.test(secret);
  const words = patternOf(secrets.filter(isWord));
  const others = patternOf(secrets.filter((secret) => !isWord(secret)));
  const parts = [
    ...(others === undefined ? [] : [others]),
    ...(words === undefined ? [] : [
      String
        .raw`(?:(?<![\p{L}\p{N}_])|(?<=%[0-9a-fA-F]{2}|\\[bfnrt]))(?:${words})(?![\p{L}\p{N}_])`,
    ]),
  ];
  return parts.length === 0 ? undefined : new RegExp(parts.join("|"), "gu");
}
