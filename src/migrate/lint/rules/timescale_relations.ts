import { spanLength } from "../span_length.ts";
import type { Hit, LintRule } from "../rule.ts";
import {
  findRelation,
  relationKey,
  type RelationState,
  type SchemaState,
  uniqueKeys,
} from "../state/schema_state.ts";
import { show } from "../view.ts";

/** How hypertables, aggregates and their policies must fit together. */
export const timescaleRelationRules: readonly LintRule[] = [
  {
    code: "TS009",
    name: "hypertable-to-hypertable-key",
    severity: "error",
    reason: "TimescaleDB refuses a foreign key from a hypertable to a hypertable.",
    remedy: "Let both refer to a plain table of identities, or leave out the foreign key.",
    schema: (state) =>
      relations(state).filter((each) => each.hypertable !== null).flatMap((each) =>
        each.constraints.flatMap(({ references }) =>
          references !== null && findRelation(state, references)?.hypertable
            ? [{
              reason: `the hypertable ${show(each.relation)} has a foreign key to ${
                show(references)
              }, which is a hypertable too`,
            }]
            : []
        )
      ),
  },
  {
    code: "TS012",
    name: "retention-under-start-offset",
    severity: "error",
    reason:
      "A refresh that reaches back to chunks that the retention policy has dropped finds no rows " +
      "there, and deletes their aggregates (timescaledb #2198, #4328).",
    remedy: "Give the refresh policy a start_offset shorter than the retention.",
    schema: (state) => relations(state).flatMap((each) => retentionHits(state, each)),
  },
  {
    code: "TS016",
    name: "thin-chunks",
    severity: "warning",
    reason:
      "With fewer than about 100 rows per segment and chunk, compression gains nothing: 300,000 daily " +
      "bars took 25 MB in chunks of a month, but 12 MB merged into chunks of 360 days, and were read " +
      "4 times as fast.",
    remedy: 'Use a longer chunk interval, or merge chunks while compressing (rollup: "360 days").',
    schema: (state, { rowEvery }) =>
      relations(state).flatMap((each) => {
        const declared = rowEvery.get(relationKey(each.relation));
        const { hypertable, compression } = each;
        if (hypertable === null || compression === null) return [];
        const every = declared ?? (hasOneRowADay(each) ? "1 day" : null);
        const span = compression.rollup ?? hypertable.chunkInterval;
        const rows = Math.floor((spanLength(span) ?? Infinity) / (spanLength(every) ?? 1));
        if (every === null || rows >= ROWS_A_SEGMENT) return [];
        return [{
          reason: `${show(each.relation)} has ${rows} rows per segment in a chunk of ${span}, ` +
            `with one row every ${every}`,
        }];
      }),
  },
  {
    code: "TS023",
    name: "retention-before-compression",
    severity: "warning",
    reason: "A chunk is never compressed if the retention policy drops it before it is old enough.",
    remedy: "Compress earlier, keep rows longer, or leave out compression.",
    schema: (state) =>
      relations(state).flatMap((each) => {
        const { compressionPolicy, retentionPolicy } = each;
        const compressed = spanLength(compressionPolicy?.after);
        const dropped = spanLength(retentionPolicy?.after);
        if (compressed === null || dropped === null || dropped > compressed) return [];
        return [{
          reason: `${show(each.relation)} is dropped after ${retentionPolicy?.after}, before its ` +
            `compression after ${compressionPolicy?.after}`,
        }];
      }),
  },
];

const ROWS_A_SEGMENT = 100;

/** Tells whether a table's key allows at most one row per segment and day. */
function hasOneRowADay(each: RelationState): boolean {
  const time = each.hypertable?.timeColumn ?? "";
  const segmentBy = each.compression?.segmentBy ?? [];
  if (each.columns.get(time)?.type !== "date" || segmentBy.length === 0) return false;
  return uniqueKeys(each).flatMap((key) => key.columns).every((column) =>
    column === time || (column !== null && segmentBy.includes(column))
  );
}

function relations(state: SchemaState): readonly RelationState[] {
  return [...state.relations.values()];
}

function retentionHits(state: SchemaState, view: RelationState): readonly Hit[] {
  const { refreshPolicy } = view;
  if (refreshPolicy === null) return [];
  return view.sources.flatMap((name) => {
    const source = findRelation(state, name);
    const kept = spanLength(source?.retentionPolicy?.after);
    const start = spanLength(refreshPolicy.startOffset);
    if (source === undefined || kept === null) return [];
    if (!refreshPolicy.unbounded && (start === null || start < kept)) return [];
    const reach = refreshPolicy.unbounded ? "without bound" : refreshPolicy.startOffset;
    return [{
      reason: `${
        show(source.relation)
      } keeps ${source.retentionPolicy?.after}, but the refresh of ${
        show(view.relation)
      } reaches back ${reach}`,
    }];
  });
}
