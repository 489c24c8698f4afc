import { ConfigError } from "../../../base/errors.ts";
import { schema } from "../../../schema/mod.ts";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { LoadCsvOptions } from "../load_csv.ts";

/** The parsed flags of the `load` task. */
export type LoadFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * Finds a table of this package by its name in SQL or in TypeScript.
 *
 * @throws {ConfigError} If there is none.
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
 * Converts the flags of the `load` task to options of `loadCsv`.
 *
 * @throws {ConfigError} If flags are invalid, with every problem found.
 */
export function loadOptions(flags: LoadFlags): LoadCsvOptions {
  const problems: string[] = [];
  const columns = pairs(flags, "map", problems);
  const set = pairs(flags, "set", problems);
  const create = pairs(flags, "create", problems);
  const skipLines = text(flags, "skip-lines");
  if (skipLines !== undefined && !/^\d{1,6}$/.test(skipLines)) {
    problems.push(`--skip-lines is "${skipLines}", want a number of lines`);
  }
  const pivot = text(flags, "pivot");
  if (pivot !== undefined && !/^\d{4}$/.test(pivot)) {
    problems.push(
      `--pivot is "${pivot}", want the first year that two digits can mean, such as 1970`,
    );
  }
  const kind = text(flags, "wide");
  if (flags["ignore-rest"] === true && kind !== undefined && kind !== "periods") {
    problems.push(`--ignore-rest could leave out misspelled ${kind}: name columns with --ignore`);
  }
  const where = Object.groupBy(pairsOf(flags, "where", problems), ([name]) => name);
  if (problems.length > 0) {
    throw new ConfigError(`Cannot load: ${problems.join("; ")}`, { problems });
  }
  const names = list(flags, "columns");
  const missing = flags["missing"];
  const options: Record<string, unknown> = {
    columns,
    set,
    create: Object.keys(create).length === 0 ? undefined : create,
    delimiter: text(flags, "delimiter")?.replace("\\t", "\t"),
    quote: text(flags, "quote") === "none" ? false : text(flags, "quote"),
    header: names.length > 0 ? names : flags["no-header"] !== true,
    skipLines: skipLines === undefined ? undefined : Number(skipLines),
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
    where: Object.keys(where).length === 0 ? undefined : Object.fromEntries(
      Object.entries(where).map(([name, all = []]) => [name, all.map(([, one]) => one)]),
    ),
    skipEmpty: flags["skip-empty"] === true ? true : undefined,
    lastActual: text(flags, "last-actual"),
    onConflict: text(flags, "on-conflict"),
    badRows: text(flags, "bad-rows"),
    flags: flags["flags"] === true ? true : undefined,
    pivot: pivot === undefined ? undefined : Number(pivot),
    dryRun: flags["dry-run"] === true ? true : undefined,
    commitEach: flags["commit-each"] === true,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  // as: choices are checked when the task's flags are parsed.
  return Object.fromEntries(given) as LoadCsvOptions;
}

function text(flags: LoadFlags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}

/**
 * Reads a list: a repeated flag as given, as names of columns may contain commas; a single one
 * split at commas.
 */
function list(flags: LoadFlags, name: string): readonly string[] {
  const value = flags[name];
  if (typeof value === "string") return value.split(",").map((one) => one.trim());
  return Array.isArray(value) ? value : [];
}

/** Pairs by name; a name that comes twice is a problem. */
function pairs(
  flags: LoadFlags,
  name: string,
  problems: string[],
): Readonly<Record<string, string>> {
  const found = pairsOf(flags, name, problems);
  for (const [key, all] of Map.groupBy(found, ([key]) => key)) {
    if (all.length > 1) {
      const values = all.map(([, value]) => `"${value}"`).join(" and ");
      problems.push(`--${name} gives ${key} ${all.length} times, ${values}: keep one`);
    }
  }
  return Object.fromEntries(found);
}

function pairsOf(
  flags: LoadFlags,
  name: string,
  problems: string[],
): readonly (readonly [string, string])[] {
  return list(flags, name).flatMap((pair) => {
    const at = pair.indexOf("=");
    if (at > 0) return [[pair.slice(0, at).trim(), pair.slice(at + 1)] as const];
    problems.push(`--${name} takes COLUMN=VALUE, not "${pair}"`);
    return [];
  });
}
