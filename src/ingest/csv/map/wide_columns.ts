import { tenorDays } from "../../../schema/tenor_days.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import { periodDay } from "../../../base/time/period_day.ts";
import type { WideKind } from "../mapping/csv_mapping.ts";

/** A column of a wide file. */
export interface WideColumn {
  readonly place: number;
  /** The fields that its header gives to each row. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads the headers of a wide file. `1 Mo` is a tenor; `PAYEMS_20241231` and `2024-12-31` are
 * release days, whose time `readRelease` adds; `2024`, `2024Q1` and the World Bank's `2024
 * [YR2024]` are periods; for `series` each header is the name of a series.
 */
export function wideColumns(
  kind: WideKind,
  header: ReadonlyMap<number, string>,
  options: WideColumnOptions,
): { readonly columns: readonly WideColumn[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const columns: WideColumn[] = [];
  let stray: string | undefined;
  for (const [place, name] of header) {
    const fields = fieldsOf(kind, name, options);
    if (typeof fields === "string") {
      problems.push(fields);
      if (/ (is not a \w+|does not end with a release day)$/.test(fields)) stray ??= name;
    } else {
      const same = columns.find((one) => keyOf(one.fields) === keyOf(fields));
      if (same === undefined) columns.push({ place, fields });
      else {
        problems.push(sameColumn(kind, header.get(same.place), name));
      }
    }
  }
  if (stray !== undefined) {
    const all = kind === "periods" ? ", or all of them with --ignore-rest" : "";
    problems.push(
      `map columns that are not ${kind} (--map), or ignore them (--ignore="${stray}"${all})`,
    );
  }
  if (columns.length === 0 && problems.length === 0) {
    problems.push(`the file has no columns for ${kind}`);
  }
  return { columns, problems };
}

/** Options of {@linkcode wideColumns}. */
export interface WideColumnOptions {
  readonly readRelease: CellReader;
  readonly hasLabel: boolean;
  /** The table's column of days, which gets the first day of a period. */
  readonly dayKey?: string | undefined;
  /** Reads the name of a series as its id. */
  readonly readSeries?: CellReader | undefined;
}

function fieldsOf(
  kind: WideKind,
  name: string,
  options: WideColumnOptions,
): Readonly<Record<string, unknown>> | string {
  if (kind === "tenors") return tenorFields(name, options.hasLabel);
  if (kind === "vintages") return releaseFields(name, options.readRelease);
  if (kind === "periods") return periodFields(name, options.dayKey);
  const id = options.readSeries?.(name.trim()) ?? "the table has no series";
  if (id instanceof CellFault) {
    const reason = `the column "${name}": ${id.reason}, or ignore it`;
    return id.remedy === undefined ? reason : `${reason}; ${id.remedy}`;
  }
  return typeof id === "string" ? id : { seriesId: id };
}

/** Tells whether a header names a period. */
export function isPeriod(name: string): boolean {
  return periodDay(name) !== undefined;
}

function periodFields(
  name: string,
  dayKey: string | undefined,
): Readonly<Record<string, unknown>> | string {
  if (dayKey === undefined) return "the table has no column of days for periods";
  const day = periodDay(name);
  if (day !== undefined) return { [dayKey]: day };
  return /estimates start after/i.test(name)
    ? `"${name}" is not a period: lastActual (--last-actual="${name}") leaves estimates out, ` +
      `and ignore (--ignore="${name}") loads them as well`
    : `"${name}" is not a period`;
}

function sameColumn(kind: WideKind, one: string | undefined, other: string): string {
  return one === other
    ? `the file has "${other}" twice: rename one of them and ignore it`
    : `"${one}" and "${other}" are the same ${nouns[kind]}: ignore one of them`;
}

const nouns: Readonly<Record<WideKind, string>> = {
  tenors: "tenor",
  vintages: "release",
  periods: "period",
  series: "series",
};

/** What distinguishes the rows of one column from those of another. */
function keyOf({ tenorLabel: _, ...fields }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields);
}

function tenorFields(name: string, hasLabel: boolean): Readonly<Record<string, unknown>> | string {
  try {
    const days = tenorDays(name);
    return hasLabel ? { tenorDays: days, tenorLabel: name.trim() } : { tenorDays: days };
  } catch {
    return `"${name}" is not a tenor`;
  }
}

function releaseFields(
  name: string,
  readRelease: CellReader,
): Readonly<Record<string, unknown>> | string {
  const [, year, month, day] = /(?:^|[_ ])(\d{4})-?(\d\d)-?(\d\d)$/.exec(name.trim()) ?? [];
  if (day === undefined) return `"${name}" does not end with a release day`;
  const releaseTime = readRelease(`${year}-${month}-${day}`);
  return releaseTime instanceof CellFault ? `"${name}": ${releaseTime.reason}` : { releaseTime };
}
