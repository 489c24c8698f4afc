import { isAtLeast, parseInterval } from "../../../timescale/mod.ts";
import type { LintRule } from "../rule.ts";
import { spanLength } from "../span_length.ts";
import { type RelationState, type SchemaState, uniqueKeys } from "../state/schema_state.ts";
import { show } from "../view.ts";

/** Merging of chunks while they are compressed. */
export const timescaleRollupRules: readonly LintRule[] = [
  {
    code: "TS022",
    name: "rollup-falls-short",
    severity: "warning",
    reason:
      "Compression merges as many chunks as fit into the rollup interval. From 2.22 on, it silently " +
      "merges none if an index makes TimescaleDB add a sparse index to compressed chunks: an index " +
      "on a column outside segmentby and orderby, or, from 2.26 on, a unique key with several " +
      "columns outside segmentby.",
    remedy: "Use a multiple of the chunk interval, and set a sparse index " +
      "(timescaledb.sparse_index = 'minmax(time)', on the first column of orderby).",
    schema: (state, { target }) =>
      relations(state).flatMap((each) =>
        rollupFaults(each, target.timescaledb).map((fault) => ({
          reason: `the chunks of ${show(each.relation)} ${fault}`,
        }))
      ),
  },
  {
    code: "TS031",
    name: "rollup-without-fixed-length",
    severity: "error",
    reason: "TimescaleDB refuses months and years in the interval of merged chunks.",
    remedy: "Use days or weeks: 360 days instead of a year.",
    schema: (state) =>
      relations(state).flatMap(({ relation, compression }) => {
        const rollup = compression?.rollup ?? null;
        if (rollup === null || spanLength(rollup) === null) return [];
        return parseInterval(rollup).months === 0
          ? []
          : [{ reason: `the chunks of ${show(relation)} are merged up to ${rollup}` }];
      }),
  },
];

function relations(state: SchemaState): readonly RelationState[] {
  return [...state.relations.values()];
}

function rollupFaults(each: RelationState, version: string | null): readonly string[] {
  const { hypertable, compression } = each;
  const rollup = compression?.rollup ?? null;
  const span = spanLength(rollup);
  const chunk = spanLength(hypertable?.chunkInterval);
  const faults: string[] = [];
  if (span !== null && chunk !== null) {
    if (span < 2 * chunk) faults.push(`are not merged: ${rollup} does not contain two of them`);
    else if (span % chunk !== 0) {
      faults.push(
        `are merged to less than ${rollup}: it is not a multiple of ${hypertable?.chunkInterval}`,
      );
    }
  }
  const column = rollup === null || compression?.sparseIndex !== null
    ? null
    : sparseColumn(each, version);
  if (column !== null) {
    faults.push(
      `are not merged: an index on "${column}" adds a sparse index to compressed chunks`,
    );
  }
  return faults;
}

/**
 * Returns a column whose sparse index, made by the server, prevents merging; null if there is none.
 */
function sparseColumn(each: RelationState, version: string | null): string | null {
  const { segmentBy, orderBy } = each.compression ?? { segmentBy: null, orderBy: null };
  if (version === null || segmentBy === null || orderBy === null) return null;
  const ordered = orderBy.map(({ column }) => column);
  const outside = ({ columns }: { readonly columns: readonly (string | null)[] }) =>
    columns.filter((column) => column !== null && !segmentBy.includes(column));
  const keys = uniqueKeys(each);
  const covered = [...keys, ...each.indexes].flatMap(outside);
  if (isAtLeast(version, "2.26.0")) {
    const composite = keys.map(outside).find((columns) => columns.length > 1);
    if (composite !== undefined) return composite[0] ?? null;
  }
  if (!isAtLeast(version, "2.22.0")) return null;
  return covered.find((column) => column !== null && !ordered.includes(column)) ?? null;
}
