import { formatRelation } from "../../base/sql/mod.ts";
import type { ChunkState, Observed, ObservedHypertable } from "../observe/mod.ts";
import type { MetricFamily } from "./exposition.ts";

const STATES: readonly ChunkState[] = ["uncompressed", "compressed", "partial", "unordered"];

/** Tells of the hypertables: their size, rows and chunks. */
export function hypertableFamilies({ hypertables }: Observed): readonly MetricFamily[] {
  const family = (
    name: string,
    help: string,
    value: (table: ObservedHypertable) => number | null,
  ): MetricFamily => ({
    name: `strata_hypertable_${name}`,
    help,
    type: "gauge",
    samples: hypertables.flatMap((table) => {
      const told = value(table);
      return told === null ? [] : [{ labels: labelsOf(table), value: told }];
    }),
  });
  return [
    family(
      "bytes",
      "The size of a hypertable with its indexes.",
      ({ chunks }) => sum(chunks.map(({ bytes }) => bytes)),
    ),
    family(
      "rows",
      "The rows of a hypertable, by the planner's estimate.",
      ({ chunks }) => sum(chunks.map(({ rows }) => rows ?? 0)),
    ),
    {
      name: "strata_hypertable_chunks",
      help: "The chunks of a hypertable, by their state.",
      type: "gauge",
      samples: hypertables.flatMap((table) =>
        STATES.map((state) => ({
          labels: { ...labelsOf(table), state },
          value: table.chunks.filter((chunk) => chunk.state === state).length,
        }))
      ),
    },
    family(
      "old_settings_chunks",
      "The chunks that are compressed under settings that the hypertable no longer has.",
      ({ chunks }) => chunks.filter(({ hasOldSettings }) => hasOldSettings).length,
    ),
    family(
      "compression_ratio",
      "The size of the compressed chunks before compression, divided by that after it.",
      ratioOf,
    ),
  ];
}

function ratioOf({ chunks }: ObservedHypertable): number | null {
  const figures = chunks.flatMap(({ compression }) => compression === null ? [] : [compression]);
  const after = sum(figures.map(({ bytesAfter }) => bytesAfter));
  return after === 0 ? null : sum(figures.map(({ bytesBefore }) => bytesBefore)) / after;
}

function labelsOf({ relation, isAggregate }: ObservedHypertable): Readonly<Record<string, string>> {
  return {
    hypertable: formatRelation(relation),
    of: isAggregate ? "continuous aggregate" : "table",
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
