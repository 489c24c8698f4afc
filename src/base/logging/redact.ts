import type { Secret } from "../settings/mod.ts";
import { patternOf } from "./_secret_forms.ts";
import { hidePlaces, placesOf } from "./_secret_places.ts";
import { tellingSecrets } from "./_telling.ts";

/** Hides secrets in a text. */
export type Redactor = (text: string) => string;

/** Options of {@linkcode redact}. */
export interface RedactOptions {
  /**
   * What messages have to show: users, hosts, names of databases. A secret that is one of their
   * words is hidden where secrets stand, and nowhere else.
   */
  readonly shown?: Iterable<string>;
}

/**
 * Hides what must not be shown in a text. Whatever stands where a secret stands is hidden: the
 * password of a URL, `password=…`, `"password": "…"`, tokens of headers. A given secret is hidden
 * everywhere, in its plain, percent-encoded, decoded and JSON form, unless it is very short or a
 * word that messages need: then only in places such as `password: …` and `user:…@host`.
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

/** Prepares {@linkcode redact} for many texts with the same secrets. */
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
 * A secret of letters alone is hidden as a whole word: `market` says nothing about `market_data`.
 * What an encoding puts before a word (`%3A`, `\n`) is no part of it.
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
