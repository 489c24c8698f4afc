import { z } from "zod";
import { Secret } from "./secret.ts";

/** A schema that turns the text of a variable into its value. */
export type Field<T> = z.ZodType<T, string>;

/** Creates a field from a function that returns `undefined` for a text it does not accept. */
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

/** A time in milliseconds that fits a timer and PostgreSQL. */
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

/** The `DEBUG` flag. Patterns for npm's `debug` package (`ioredis:*`) are ignored. */
export function debugFlag(): Field<boolean> {
  const own = flag();
  return field("true or false", (text) => {
    return /[:*]/.test(text) ? false : own.safeParse(text).data;
  });
}

/** One of a list of words, in any case; `aliases` adds other spellings. */
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

/** A nonblank text of one line. */
export function line(most = 255): Field<string> {
  return field(`one line of at most ${most} characters`, (text) => {
    const value = text.trim();
    // deno-lint-ignore no-control-regex -- control characters are what is refused
    return value === "" || value.length > most || /[\x00-\x1f\x7f]/.test(value) ? undefined : value;
  });
}

/** A PostgreSQL user name; the server allows 63 bytes. */
export function postgresUser(): Field<string> {
  return field("a name of at most 63 bytes", (text) => isPostgresName(text) ? text : undefined);
}

/**
 * A PostgreSQL database name. It must not hold characters that `decodeURI` leaves encoded, because
 * node-postgres uses that function to read the database of a URL.
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

/** A text that must not be shown; the only check is that it holds no NUL. */
export function secretField(): Field<Secret> {
  return field("a text without NUL characters", (text) => {
    return text.includes("\0") ? undefined : new Secret(text);
  });
}

/** A comma-separated list; blanks around entries and empty entries are dropped. */
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
