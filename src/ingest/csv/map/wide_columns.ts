import { tenorDays } from "../../../schema/tenor_days.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import { periodDay } from "../cells/period_day.ts";
import type { WideKind } from "../mapping/csv_mapping.ts";

/** A column of a wide file: what its header says, and where its cells are. */
export interface WideColumn {
  readonly place: number;
  /** What each of its cells has in common. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads the headers of a wide file: `1 Mo` is a tenor, `PAYEMS_20241231` and `2024-12-31` are the days
 * of a release, whose time `readRelease` knows, `2024`, `2024Q1` and the World Bank's `2024 [YR2024]`
 * are periods, and for series each is the name of one.
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
      if (/ (is no \w+|names no day of a release)$/.test(fields)) stray ??= name;
    } else {
      const same = columns.find((one) => keyOf(one.fields) === keyOf(fields));
      if (same === undefined) columns.push({ place, fields });
      else {
        problems.push(sameColumn(kind, header.get(same.place), name));
      }
    }
  }
  if (stray !== undefined) {
    const all = kind === "periods" ? ", --ignore-rest for all such" : "";
    problems.push(
      `what is none of the ${kind} is mapped (--map), or ignored (--ignore="${stray}"${all})`,
    );
  }
  if (columns.length === 0 && problems.length === 0) {
    problems.push(`no column is left to be one of the ${kind}`);
  }
  return { columns, problems };
}

/** What the headers of a wide file are read with. */
export interface WideColumnOptions {
  readonly readRelease: CellReader;
  readonly hasLabel: boolean;
  /** The table's column of days, which a period becomes. */
  readonly dayKey?: string | undefined;
  /** Gives the id of a series by its name. */
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

/** Answers whether a header names a period. */
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
    ? `"${name}" is no period: lastActual (--last-actual="${name}") leaves estimates out, and ` +
      `ignore (--ignore="${name}") loads them as well`
    : `"${name}" is no period`;
}

function sameColumn(kind: string, one: string | undefined, other: string): string {
  return one === other
    ? `the file has "${other}" twice: rename one and ignore it`
    : `"${one}" and "${other}" are the same of the ${kind}: ignore one`;
}

/** What tells the rows of one column from those of another. */
function keyOf({ tenorLabel: _, ...fields }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields);
}

function tenorFields(name: string, hasLabel: boolean): Readonly<Record<string, unknown>> | string {
  try {
    const days = tenorDays(name);
    return hasLabel ? { tenorDays: days, tenorLabel: name.trim() } : { tenorDays: days };
  } catch {
    return `"${name}" is no tenor`;
  }
}

function releaseFields(
  name: string,
  readRelease: CellReader,
): Readonly<Record<string, unknown>> | string {
  const [, year, month, day] = /(?:^|[_ ])(\d{4})-?(\d\d)-?(\d\d)$/.exec(name.trim()) ?? [];
  if (day === undefined) return `"${name}" names no day of a release`;
  const releaseTime = readRelease(`${year}-${month}-${day}`);
  return releaseTime instanceof CellFault ? `"${name}": ${releaseTime.reason}` : { releaseTime };
}
