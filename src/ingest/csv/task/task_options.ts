import { ConfigError } from "../../../base/errors.ts";
import { schema } from "../../../schema/mod.ts";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { LoadCsvOptions } from "../load_csv.ts";

/** The flags of the `load` task, as they were given. */
export type LoadFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * Finds a table of this package's by its name in SQL or in TypeScript.
 *
 * @throws {ConfigError} Where there is none.
 */
export function tableNamed(name: string): PgTable {
  const tables: readonly (readonly [string, PgTable])[] = Object.entries(schema);
  const found = tables.find(([key, table]) => key === name || getTableConfig(table).name === name);
  if (found !== undefined) return found[1];
  const names = tables.map(([, table]) => getTableConfig(table).name);
  throw new ConfigError(
    `Cannot load into "${name}": there is no such table, want one of ${names.join(", ")}`,
  );
}

/**
 * Reads the flags of the `load` task as options of `loadCsv`.
 *
 * @throws {ConfigError} With every flag that is not as it should be.
 */
export function loadOptions(flags: LoadFlags): LoadCsvOptions {
  const problems: string[] = [];
  const columns = pairs(flags, "map", problems);
  const set = pairs(flags, "set", problems);
  if (problems.length > 0) {
    throw new ConfigError(`Cannot load: ${problems.join("; ")}`, { problems });
  }
  const names = list(flags, "columns");
  const missing = flags["missing"];
  const options: Record<string, unknown> = {
    columns,
    set,
    delimiter: text(flags, "delimiter")?.replace("\\t", "\t"),
    quote: text(flags, "quote") === "none" ? false : text(flags, "quote"),
    header: names.length > 0 ? names : flags["no-header"] !== true,
    comment: text(flags, "comment"),
    encoding: text(flags, "encoding"),
    decimal: text(flags, "decimal"),
    thousands: text(flags, "thousands"),
    missing: Array.isArray(missing) && missing.length > 0 ? ["", ...missing] : undefined,
    dateFormat: text(flags, "date-format"),
    timeZone: text(flags, "time-zone"),
    time: text(flags, "time"),
    date: text(flags, "date"),
    disambiguation: text(flags, "twice"),
    ignore: flags["ignore-rest"] === true ? "rest" : list(flags, "ignore"),
    skipMissing: list(flags, "skip-missing"),
    wide: text(flags, "wide"),
    value: text(flags, "value"),
    onConflict: text(flags, "on-conflict"),
    badRows: text(flags, "bad-rows"),
    commitEach: flags["commit-each"] === true,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // as: each choice among texts is checked where the task's flags are parsed.
  return Object.fromEntries(given) as LoadCsvOptions;
}

function text(flags: LoadFlags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

/** Several values, each as it was given: a column's name may hold a comma. */
function list(flags: LoadFlags, name: string): readonly string[] {
  const value = flags[name];
  if (typeof value === "string") return value.split(",").map((one) => one.trim());
  return Array.isArray(value) ? value : [];
}

function pairs(
  flags: LoadFlags,
  name: string,
  problems: string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(flags, name).flatMap((pair) => {
      const at = pair.indexOf("=");
      if (at > 0) return [[pair.slice(0, at).trim(), pair.slice(at + 1)]];
      problems.push(`--${name} takes COLUMN=VALUE, not "${pair}"`);
      return [];
    }),
  );
}
