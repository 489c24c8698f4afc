import { telemetry, type TracedSpan } from "../../base/telemetry/mod.ts";
import type { LoadResult } from "../refuse/tally.ts";

/** What is told of a load, whether it ended well or not. */
export interface LoadCounts extends Omit<LoadResult, "conflicts" | "problems"> {
  /** How many batches were read. */
  readonly batches: number;
}

/** What a load does, and to which table. */
export interface LoadNames {
  readonly operation: string;
  readonly table: string;
}

/** Tells the span of a load and the counters what became of its rows. */
export function noteLoad(span: TracedSpan, names: LoadNames, counts: LoadCounts): void {
  const on = telemetry();
  if (on === undefined) return;
  const { rows, batches, inserted, unchanged, conflicting, refused } = counts;
  const outcomes = { inserted, unchanged, conflicting, refused };
  span.set({
    // By the conventions, one operation is no batch.
    ...(rows === 1 ? {} : { "db.operation.batch.size": rows }),
    "strata.batches": batches,
    ...Object.fromEntries(
      Object.entries(outcomes).map(([outcome, count]) => [`strata.rows.${outcome}`, count]),
    ),
  });
  const attributes = namedAttributes(names);
  on.instruments.batches.add(batches, attributes);
  for (const [outcome, count] of Object.entries(outcomes)) {
    if (count > 0) on.instruments.rows.add(count, { ...attributes, "strata.outcome": outcome });
  }
}

/** The attributes of a load's span and of its counters. */
export function namedAttributes({ operation, table }: LoadNames): Readonly<Record<string, string>> {
  return {
    "db.system.name": "postgresql",
    "db.operation.name": operation,
    "db.collection.name": table,
  };
}
