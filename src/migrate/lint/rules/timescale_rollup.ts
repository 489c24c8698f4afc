import { isAtLeast, parseInterval } from "../../../timescale/mod.ts";
import type { LintRule } from "../rule.ts";
import { spanLength } from "../span_length.ts";
import { type RelationState, type SchemaState, uniqueKeys } from "../state/schema_state.ts";
import { show } from "../view.ts";

/** What merging chunks while they are compressed needs. */
export const timescaleRollupRules: readonly LintRule[] = [
  {
    code: "TS022",
    name: "rollup-falls-short",
    severity: "warning",
    reason:
      "Chunks are merged while compressing up to as many as fit into the span. From 2.22 on they " +
      "silently stay apart where an index makes TimescaleDB give compressed chunks a sparse index of its " +
      "own: one over a column outside of segmentby and orderby, or, from 2.26 on, a unique key with " +
      "several columns outside of segmentby.",
    remedy: "Give a multiple of the chunk interval, and name a sparse index " +
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
    reason: "TimescaleDB refuses a span in months or years for merged chunks.",
    remedy: "Write it in days or weeks: 360 days for a year.",
    schema: (state) =>
      relations(state).flatMap(({ relation, compression }) => {
        const rollup = compression?.rollup ?? null;
        if (rollup === null || spanLength(rollup) === null) return [];
        return parseInterval(rollup).months === 0
          ? []
          : [{ reason: `the chunks of ${show(relation)} are to be merged up to ${rollup}` }];
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
    if (span < 2 * chunk) faults.push(`stay apart: ${rollup} holds no two of them`);
    else if (span % chunk !== 0) {
      faults.push(
        `are merged up to a shorter span: ${rollup} is no multiple of ${hypertable?.chunkInterval}`,
      );
    }
  }
  const column = rollup === null || compression?.sparseIndex !== null
    ? null
    : sparseColumn(each, version);
  if (column !== null) {
    faults.push(
      `stay apart: an index on "${column}" gives compressed ones a sparse index of its own`,
    );
  }
  return faults;
}

/** A column for which a server makes a sparse index that keeps chunks from merging, or null. */
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
