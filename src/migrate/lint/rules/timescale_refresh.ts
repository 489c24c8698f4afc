import { spanLength } from "../span_length.ts";
import type { LintRule } from "../rule.ts";
import { findRelation, relationKey } from "../state/schema_state.ts";
import { changesOf, knownBefore, show } from "../view.ts";

/** Refreshes of continuous aggregates that hide or delete data. */
export const timescaleRefreshRules: readonly LintRule[] = [
  {
    code: "TS032",
    name: "refresh-window-hides-rows",
    severity: "error",
    reason:
      "The first refresh marks everything before the end of its window as aggregated. Rows older than " +
      "its start_offset that were never refreshed are then missing from every result, even of a " +
      "real-time aggregate. The same holds for rows of that age that are written later.",
    remedy: "Refresh it from the oldest row, in a migration with { transaction: false }: call " +
      "refresh_continuous_aggregate('…', null, null). Or leave out startOffset if the source has no " +
      "retention policy.",
    statement: (view) =>
      changesOf(view, "refreshPolicy").flatMap(({ relation, policy }) => {
        const known = knownBefore(view, relation);
        if (policy === null || policy.unbounded || known?.kind !== "aggregate") return [];
        if (known.filled || view.context.refreshedWhole.has(relationKey(relation))) return [];
        const start = spanLength(policy.startOffset);
        return known.sources.flatMap((name) => {
          const source = findRelation(view.before, name);
          if (source?.createdIn === view.migration.id) return [];
          const kept = source?.retentionPolicy?.after;
          const dropped = spanLength(kept);
          if (start !== null && dropped !== null && dropped <= start) return [];
          const age = policy.startOffset === null ? "its start_offset" : policy.startOffset;
          const retention = typeof kept === "string" ? `, which are kept for ${kept},` : "";
          return [{
            reason: `rows of ${show(name)} older than ${age}${retention} are missing from ${
              show(relation)
            }`,
          }];
        });
      }),
  },
  {
    code: "TS033",
    name: "refresh-deletes-aggregated",
    severity: "error",
    reason:
      "A refresh from the oldest row finds no rows in chunks that the retention policy has dropped, " +
      "and deletes their aggregates.",
    remedy: "Begin the refresh within the period that the source keeps.",
    statement: (view) =>
      changesOf(view, "refresh").flatMap(({ relation, unbounded }) =>
        !unbounded ? [] : (knownBefore(view, relation)?.sources ?? []).flatMap((name) => {
          const kept = findRelation(view.before, name)?.retentionPolicy;
          if (kept === null || kept === undefined) return [];
          return [{
            reason: `${show(name)} keeps only ${kept.after ?? "a part"} of what ${
              show(relation)
            } has`,
          }];
        })
      ),
  },
  {
    code: "TS034",
    name: "drop-aggregate",
    severity: "error",
    reason:
      "Dropping a continuous aggregate deletes its data. What its source no longer keeps is lost " +
      "forever.",
    remedy: "Create the new one next to it, switch clients, then drop it with this rule silenced.",
    statement: (view) =>
      changesOf(view, "drop").flatMap(({ what, relations }) =>
        what !== "materialized view" ? [] : relations.flatMap((relation) => {
          const known = knownBefore(view, relation);
          const isOld = known?.kind === "aggregate" && known.createdIn !== view.migration.id;
          return isOld ? [{ reason: `${show(relation)} is dropped with its data` }] : [];
        })
      ),
  },
];
