import { isNumberSpan } from "../../../timescale/mod.ts";
import type { Hit, LintRule } from "../rule.ts";
import type { RelationState, SchemaState } from "../state/schema_state.ts";
import { show } from "../view.ts";

/** What a hypertable with an integer time column needs otherwise. */
export const timescaleIntegerRules: readonly LintRule[] = [
  {
    code: "TS035",
    name: "span-of-another-kind",
    severity: "error",
    reason:
      "TimescaleDB refuses an interval for an integer time column, and a number for the policies of one " +
      "that holds times.",
    remedy: "Write a number in the column's units, or an interval, as the time column is.",
    schema: (state) =>
      hypertables(state).flatMap((each) => {
        const isInteger = hasIntegerTime(each);
        const time = each.hypertable?.timeColumn ?? "";
        if (!each.columns.has(time)) return [];
        const spans: readonly (readonly [string, string | null | undefined])[] = [
          // The older form of create_hypertable takes microseconds.
          ["chunks", isInteger ? each.hypertable?.chunkInterval : null],
          ["the compression policy", each.compressionPolicy?.after],
          ["the retention policy", each.retentionPolicy?.after],
        ];
        return spans.flatMap(([what, span]): readonly Hit[] => {
          if (typeof span !== "string" || isNumberSpan(span) === isInteger) return [];
          // A chunk interval that is left out is 7 days, or a number of the server's choice.
          if (what === "chunks" && span === "7 days") return [];
          return [{
            reason: `${what} of ${show(each.relation)} ${
              what === "chunks" ? "span" : "counts"
            } ${span}, and "${time}" is ${each.columns.get(time)?.type}`,
          }];
        });
      }),
  },
  {
    code: "TS036",
    name: "policy-without-integer-now",
    severity: "error",
    reason:
      "A policy over an integer time column counts back from what a function tells. Without one a " +
      "retention policy is refused, and a compression policy is taken and fails at each run.",
    remedy: "Call m.setIntegerNow before the policy is added.",
    schema: (state) =>
      hypertables(state).filter((each) => hasIntegerTime(each) && !each.integerNow).flatMap(
        (each) => {
          const policies = [
            ...(each.compressionPolicy === null ? [] : ["compression policy"]),
            ...(each.retentionPolicy === null ? [] : ["retention policy"]),
          ];
          return policies.map((policy) => ({
            reason: `nothing tells the ${policy} of ${
              show(each.relation)
            } where the numbers are now`,
          }));
        },
      ),
  },
  {
    code: "TS037",
    name: "rollup-of-integer-time",
    severity: "error",
    reason:
      "The span up to which chunks are merged is read as seconds: '1000' becomes 1,000,000,000 units of " +
      "an integer time column, and all chunks of that span become one.",
    remedy: "Leave it out, and take a longer chunk interval.",
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
