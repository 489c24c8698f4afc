import type { ContinuousAggregate } from "./declared_aggregate.ts";
import { parseInterval } from "./interval.ts";
import { isNumberSpan } from "./span.ts";

type CheckedAggregate = Pick<ContinuousAggregate, "from" | "bucket" | "refresh" | "retention">;

/** Lists what is wrong with the spans of an aggregate over an integer time column. */
export function numberAggregateProblems(declared: CheckedAggregate, type: string): string[] {
  const { bucket, refresh, from, retention } = declared;
  const spans = [
    ["bucket.width", bucket.width],
    ["refresh.startOffset", refresh?.startOffset ?? null],
    ["refresh.endOffset", refresh?.endOffset ?? null],
    ["retention.after", retention],
  ] as const;
  const problems = spans.flatMap(([what, text]) =>
    text === null || (isNumberSpan(text) && BigInt(text) > 0n) ? [] : [
      `${what} ${text} is no whole number above 0, and the time column is a ${type}: write one in ` +
      "its units",
    ]
  );
  if (bucket.timeZone !== null) {
    problems.push(`bucket.timeZone is for times, and this is a ${type}`);
  }
  if (refresh !== null) {
    try {
      parseInterval(refresh.every);
    } catch (error) {
      problems.push(`refresh.every: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (hasPolicyWithoutNow(declared)) {
    problems.push("its policies need integerNow of the hypertable below");
  }
  if (problems.length > 0) return problems;
  const width = BigInt(bucket.width);
  if (!("table" in from) && width % BigInt(from.bucket.width) !== 0n) {
    problems.push(
      `bucket.width ${width} is not a multiple of the ${from.bucket.width} of ${from.name}`,
    );
  }
  const start = typeof refresh?.startOffset === "string" ? BigInt(refresh.startOffset) : null;
  if (start !== null && start - BigInt(refresh?.endOffset ?? 0) < 2n * width) {
    problems.push(
      "refresh covers less than two buckets: move startOffset back, or endOffset forward",
    );
  }
  if (refresh !== null && from.retention !== null) {
    if (start === null || start >= BigInt(from.retention)) {
      problems.push(
        `refresh reaches back ${start ?? "without a bound"} while ${from.name} keeps ` +
          `${from.retention}: it would delete what was aggregated from dropped chunks, set startOffset ` +
          "below that",
      );
    }
  }
  return problems;
}

function hasPolicyWithoutNow({ refresh, retention, from }: CheckedAggregate): boolean {
  if (refresh === null && retention === null) return false;
  let source = from;
  while (!("table" in source)) source = source.from;
  return source.integerNow === null;
}
