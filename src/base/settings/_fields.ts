import { z } from "zod";
import { Secret } from "./secret.ts";

/** A schema that turns the text of a variable into its value. */
export type Field<T> = z.ZodType<T, string>;

/** Makes a field from a function that gives `undefined` for a text it does not accept. */
export function field<T>(wants: string, read: (text: string) => T | undefined): Field<T> {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: `want ${wants}` });
    return z.NEVER;
  });
}

/** A whole number between two bounds. */
export function integer(least: number, most: number, wants = "a whole number"): Field<number> {
  return field(`${wants} from ${least} to ${most}`, (text) => {
    const digits = text.trim();
    if (!/^\d{1,15}$/.test(digits)) return undefined;
    const value = Number(digits);
    return value >= least && value <= most ? value : undefined;
  });
}

/** A TCP port. */
export function port(): Field<number> {
  return integer(1, 65_535, "a port");
}

/** A time in milliseconds, at most what a timer and PostgreSQL can hold. */
export function milliseconds(least = 0): Field<number> {
  return integer(least, 2_147_483_647, "milliseconds");
}

const YES = new Set(["true", "1", "yes", "on"]);
const NO = new Set(["false", "0", "no", "off"]);

/** A yes or no. */
export function flag(): Field<boolean> {
  return field("true or false", (text) => {
    const word = text.trim().toLowerCase();
    if (YES.has(word)) return true;
    return NO.has(word) ? false : undefined;
  });
}

/** The `DEBUG` flag: patterns that npm's `debug` package reads (`ioredis:*`) are none of ours. */
export function debugFlag(): Field<boolean> {
  const own = flag();
  return field("true or false", (text) => {
    return /[:*]/.test(text) ? false : own.safeParse(text).data;
  });
}

/** One of a list of words, in any case; `aliases` gives other spellings. */
export function oneOf<const T extends string>(
  words: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): Field<T> {
  return field(`one of ${words.join(", ")}`, (text) => {
    const word = text.trim().toLowerCase();
    return words.find((candidate) => candidate === word) ??
      (Object.hasOwn(aliases, word) ? aliases[word] : undefined);
  });
}

/** A text of one line, not blank. */
export function line(most = 255): Field<string> {
  return field(`one line of at most ${most} characters`, (text) => {
    const value = text.trim();
    // deno-lint-ignore no-control-regex -- control characters are what is refused
    return value === "" || value.length > most || /[\x00-\x1f\x7f]/.test(value) ? undefined : value;
  });
}

/** The name of a PostgreSQL user: what fits the server's 63 bytes. */
export function postgresUser(): Field<string> {
  return field("a name of at most 63 bytes", (text) => isPostgresName(text) ? text : undefined);
}

/**
 * The name of a PostgreSQL database. The signs refused are those that `decodeURI` leaves encoded:
 * node-postgres reads the database of a URL with it.
 */
export function postgresDatabase(): Field<string> {
  return field("a name of at most 63 bytes without ; , / ? : @ & = + $ #", (text) => {
    return isPostgresName(text) && !/[;,/?:@&=+$#]/.test(text) ? text : undefined;
  });
}

function isPostgresName(text: string): boolean {
  const fits = new TextEncoder().encode(text).length <= 63;
  // deno-lint-ignore no-control-regex -- control characters are what is refused
  return fits && text.trim() !== "" && !/[\x00-\x1f\x7f]/.test(text);
}

/** A text that must not be shown; nothing about it is checked but that it holds no NUL. */
export function secretField(): Field<Secret> {
  return field("a text without NUL characters", (text) => {
    return text.includes("\0") ? undefined : new Secret(text);
  });
}

/** A comma-separated list, blanks around entries dropped, empty entries left out. */
export function list<T>(entry: Field<T>, least = 1): Field<readonly T[]> {
  return z.string().transform((text, context): readonly T[] => {
    const values: T[] = [];
    for (const part of text.split(",")) {
      if (part.trim() === "") continue;
      const result = entry.safeParse(part.trim());
      if (result.success) {
        values.push(result.data);
        continue;
      }
      const message = result.error.issues[0]?.message ?? "want a comma-separated list";
      context.addIssue({ code: "custom", message: `${message}, separated by commas` });
      return z.NEVER;
    }
    if (values.length >= least) return values;
    context.addIssue({ code: "custom", message: "want at least one entry" });
    return z.NEVER;
  });
}
