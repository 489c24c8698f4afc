/** The part of the calendar, in UTC, that one range of an archive fills. */
export type Period = "month" | "year";

/** A span of time: from an instant up to the first one after it. */
export interface TimeRange {
  /** The first instant. */
  readonly from: Date;
  /** The first instant after it. */
  readonly to: Date;
}

/** Returns the period that an instant is in. */
export function periodAt(at: Date, period: Period): TimeRange {
  const year = at.getUTCFullYear();
  const month = period === "year" ? 0 : at.getUTCMonth();
  const from = utc(year, month);
  return { from, to: period === "year" ? utc(year + 1, 0) : utc(year, month + 1) };
}

/** A part of a range that stands in one folder. */
export interface Partition extends TimeRange {
  /**
   * Its folder, as Hive names it: `year=2024/month=3`. With a zero before it, DuckDB takes the month
   * for a text.
   */
  readonly path: string;
}

/** Cuts a range into the folders that its rows go to. */
export function partitionsOf({ from, to }: TimeRange, period: Period): readonly Partition[] {
  const partitions: Partition[] = [];
  for (let at = from; at < to;) {
    const part = periodAt(at, period);
    const end = part.to < to ? part.to : to;
    partitions.push({ path: pathOf(at, period), from: at, to: end });
    at = end;
  }
  return partitions;
}

function pathOf(at: Date, period: Period): string {
  const year = `year=${at.getUTCFullYear()}`;
  if (period === "year") return year;
  return `${year}/month=${at.getUTCMonth() + 1}`;
}

/** Writes a range as part of a file's name: `20240301-20240401`, with the hours where it has some. */
export function rangeName({ from, to }: TimeRange): string {
  return `${compact(from)}-${compact(to)}`;
}

function compact(at: Date): string {
  return at.toISOString().replace(/\.000Z$/, "Z").replaceAll(/[-:]/g, "")
    .replace(/T000000Z$/, "");
}

/** `Date.UTC` takes years below 100 for those of the last century. */
function utc(year: number, month: number): Date {
  const date = new Date(Date.UTC(2000, month));
  date.setUTCFullYear(year + (month === 12 ? 1 : 0));
  return date;
}
