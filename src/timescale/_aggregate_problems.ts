import { type BucketType, isNumberType } from "./bucket.ts";
import type { AggregateSource, ContinuousAggregate } from "./declared_aggregate.ts";
import { type Interval, intervalMicroseconds, parseInterval } from "./interval.ts";
import { numberAggregateProblems } from "./_number_aggregate_problems.ts";

/** The part of a declaration that is checked. */
export type CheckedAggregate = Pick<
  ContinuousAggregate,
  "from" | "bucket" | "refresh" | "retention"
>;

/** Lists everything that is wrong with a declaration, one sentence each. */
export function aggregateProblems(
  declared: CheckedAggregate,
  columns: readonly string[],
): string[] {
  const { bucket, refresh, from } = declared;
  if (isNumberType(bucket.type)) {
    return [...nameProblems(columns), ...numberAggregateProblems(declared, bucket.type)];
  }
  const problems: string[] = [];
  const read = (what: string, text: string | null): Interval | null => {
    if (text === null) return null;
    try {
      return parseInterval(text);
    } catch (error) {
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  const width = read("bucket.width", bucket.width);
  read("retention.after", declared.retention);
  problems.push(...nameProblems(columns), ...zoneProblems(bucket));
  if (width !== null) problems.push(...widthProblems(width, bucket.width, from));
  if (refresh !== null) {
    read("refresh.every", refresh.every);
    const start = read("refresh.startOffset", refresh.startOffset);
    const end = read("refresh.endOffset", refresh.endOffset);
    if (width !== null && start !== null) {
      problems.push(...windowProblems({ start, end, width }));
    }
    problems.push(...retentionProblems(refresh.startOffset, start, from));
  }
  return problems;
}

function nameProblems(columns: readonly string[]): string[] {
  const twice = columns.filter((column, i) => columns.indexOf(column) !== i);
  return [...new Set(twice)].map((column) => `two of its columns are called ${column}, rename one`);
}

function zoneProblems(
  bucket: { readonly timeZone: string | null; readonly type: BucketType },
): string[] {
  if (bucket.timeZone === null || bucket.type === "timestamptz") return [];
  return [`bucket.timeZone needs a column of timestamptz, and this one is of ${bucket.type}`];
}

function widthProblems(width: Interval, text: string, from: AggregateSource): string[] {
  if (width.months > 0 && (width.days > 0 || width.microseconds > 0)) {
    return [`bucket.width ${text} mixes months with days or hours, and no bucket can be both`];
  }
  if ("table" in from) return [];
  const source = parseInterval(from.bucket.width);
  if (source.months > 0 && width.months === 0) {
    return [
      `bucket.width ${text} is of fixed length and cannot stand over ${from.name}, whose ` +
      `${from.bucket.width} are not: write it in months`,
    ];
  }
  const [own, below] = [intervalMicroseconds(width), intervalMicroseconds(source)];
  if (own >= below && own % below === 0) return [];
  return [`bucket.width ${text} is not a multiple of the ${from.bucket.width} of ${from.name}`];
}

function windowProblems(
  window: { readonly start: Interval; readonly end: Interval | null; readonly width: Interval },
): string[] {
  const end = window.end === null ? 0 : intervalMicroseconds(window.end);
  const span = intervalMicroseconds(window.start) - end;
  if (span >= 2 * intervalMicroseconds(window.width)) return [];
  return ["refresh covers less than two buckets: move startOffset back, or endOffset forward"];
}

function retentionProblems(
  text: string | null,
  start: Interval | null,
  from: AggregateSource,
): string[] {
  if (from.retention === null) return [];
  const kept = intervalMicroseconds(parseInterval(from.retention));
  if (start !== null && intervalMicroseconds(start) < kept) return [];
  // A refresh over dropped chunks deletes what was aggregated from them (#2198, #4328).
  return [
    `refresh reaches back ${
      text ?? "without a bound"
    } while ${from.name} keeps ${from.retention}: it would ` +
    "delete what was aggregated from dropped chunks, set startOffset below that",
  ];
}
