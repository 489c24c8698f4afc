import { isNumberSpan } from "../../../timescale/mod.ts";
import type { Hit, LintRule } from "../rule.ts";
import type { RelationState, SchemaState } from "../state/schema_state.ts";
import { show } from "../view.ts";

/** Hypertables with an integer time column. */
export const timescaleIntegerRules: readonly LintRule[] = [
  {
    code: "TS035",
    name: "span-of-another-kind",
    severity: "error",
    reason:
      "TimescaleDB refuses intervals for an integer time column, and numbers for the policies of a " +
      "time column with dates or timestamps.",
    remedy: "Use a number in the units of an integer time column, and an interval otherwise.",
    schema: (state) =>
      hypertables(state).flatMap((each) => {
        const isInteger = hasIntegerTime(each);
        const time = each.hypertable?.timeColumn ?? "";
        if (!each.columns.has(time)) return [];
        const spans: readonly (readonly [string, string | null | undefined])[] = [
          // Only for integers: the older form of create_hypertable also accepts microseconds.
          ["chunks", isInteger ? each.hypertable?.chunkInterval : null],
          ["the compression policy", each.compressionPolicy?.after],
          ["the retention policy", each.retentionPolicy?.after],
        ];
        return spans.flatMap(([what, span]): readonly Hit[] => {
          if (typeof span !== "string" || isNumberSpan(span) === isInteger) return [];
          // 7 days is our default for an interval that is not given; the server has another for
          // integers.
          if (what === "chunks" && span === "7 days") return [];
          return [{
            reason: `${what} of ${show(each.relation)} ${
              what === "chunks" ? "have" : "has"
            } the interval ${span}, but "${time}" is ${each.columns.get(time)?.type}`,
          }];
        });
      }),
  },
  {
    code: "TS036",
    name: "policy-without-integer-now",
    severity: "error",
    reason:
      "A policy on an integer time column needs a function that returns the current value. Without " +
      "it, a retention policy is refused, and a compression policy is accepted but fails on each run.",
    remedy: "Call m.setIntegerNow before adding the policy.",
    schema: (state) =>
      hypertables(state).filter((each) => hasIntegerTime(each) && !each.integerNow).flatMap(
        (each) => {
          const policies = [
            ...(each.compressionPolicy === null ? [] : ["compression policy"]),
            ...(each.retentionPolicy === null ? [] : ["retention policy"]),
          ];
          return policies.map((policy) => ({
            reason: `no function tells the ${policy} of ${
              show(each.relation)
            } the current value of its time column`,
          }));
        },
      ),
  },
  {
    code: "TS037",
    name: "rollup-of-integer-time",
    severity: "error",
    reason:
      "The interval up to which chunks are merged is read as seconds: '1000' becomes 1,000,000,000 " +
      "units of an integer time column, and all chunks within it are merged into one.",
    remedy: "Leave it out, and use a longer chunk interval.",
    schema: (state) =>
      hypertables(state).flatMap((each) => {
        const rollup = each.compression?.rollup ?? null;
        if (rollup === null || !hasIntegerTime(each)) return [];
        return [{ reason: `chunks of ${show(each.relation)} are merged up to ${rollup}` }];
      }),
  },
];

const integerTypes = new Set(["int2", "int4", "int8"]);

function hypertables(state: SchemaState): readonly RelationState[] {
  return [...state.relations.values()].filter(({ hypertable }) => hypertable !== null);
}

function hasIntegerTime({ columns, hypertable }: RelationState): boolean {
  return integerTypes.has(columns.get(hypertable?.timeColumn ?? "")?.type ?? "");
}
