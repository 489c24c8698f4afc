import { tenorDays } from "../../../schema/tenor_days.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";

/** A column of a wide file: what its header says, and where its cells are. */
export interface WideColumn {
  readonly place: number;
  /** What each of its cells has in common. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads the headers of a wide file: `1 Mo` is a tenor, `PAYEMS_20241231` and `2024-12-31` are the days
 * of a release, whose time `readRelease` knows.
 */
export function wideColumns(
  kind: "tenors" | "vintages",
  header: ReadonlyMap<number, string>,
  options: { readonly readRelease: CellReader; readonly hasLabel: boolean },
): { readonly columns: readonly WideColumn[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const columns: WideColumn[] = [];
  for (const [place, name] of header) {
    const fields = kind === "tenors"
      ? tenorFields(name, options.hasLabel)
      : releaseFields(name, options.readRelease);
    if (typeof fields === "string") problems.push(fields);
    else {
      const same = columns.find((one) => keyOf(one.fields) === keyOf(fields));
      if (same === undefined) columns.push({ place, fields });
      else {
        problems.push(sameColumn(kind, header.get(same.place), name));
      }
    }
  }
  if (columns.length === 0 && problems.length === 0) {
    problems.push(`no column is left to be one of the ${kind}`);
  }
  return { columns, problems };
}

function sameColumn(kind: string, one: string | undefined, other: string): string {
  return one === other
    ? `the file has "${other}" twice: rename one and ignore it`
    : `"${one}" and "${other}" are the same of the ${kind}: ignore one`;
}

/** What tells the rows of one column from those of another. */
function keyOf({ tenorDays, releaseTime }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([tenorDays, releaseTime]);
}

function tenorFields(name: string, hasLabel: boolean): Readonly<Record<string, unknown>> | string {
  try {
    const days = tenorDays(name);
    return hasLabel ? { tenorDays: days, tenorLabel: name.trim() } : { tenorDays: days };
  } catch {
    return `"${name}" is no tenor: ignore it or map it`;
  }
}

function releaseFields(
  name: string,
  readRelease: CellReader,
): Readonly<Record<string, unknown>> | string {
  const [, year, month, day] = /(?:^|[_ ])(\d{4})-?(\d\d)-?(\d\d)$/.exec(name.trim()) ?? [];
  if (day === undefined) return `"${name}" names no day of a release: ignore it or map it`;
  const releaseTime = readRelease(`${year}-${month}-${day}`);
  return releaseTime instanceof CellFault ? `"${name}": ${releaseTime.reason}` : { releaseTime };
}
