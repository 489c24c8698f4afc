import type { Change } from "../parse/change.ts";
import type { GivenCompression } from "../parse/timescale_change.ts";
import type { CompressionState, RelationState } from "./schema_state.ts";

/** Updates the state of a relation. */
export type EditRelation = (
  relation: RelationState["relation"],
  update: (known: RelationState) => Partial<RelationState>,
) => void;

/** Applies a change of TimescaleDB's own state; ignores other changes. */
export function applyTimescale(change: Change, edit: EditRelation): void {
  switch (change.kind) {
    case "hypertable": {
      const { timeColumn, chunkInterval } = change;
      edit(change.relation, () => ({ hypertable: { timeColumn, chunkInterval } }));
      return;
    }
    case "chunkInterval":
      edit(change.relation, ({ hypertable }) => ({
        hypertable: hypertable && { ...hypertable, chunkInterval: change.chunkInterval },
      }));
      return;
    case "compression":
      edit(change.relation, ({ compression }) => ({
        compression: change.given === null ? null : merged(compression, change.given),
      }));
      return;
    case "compressionPolicy":
    case "retentionPolicy":
      edit(change.relation, () => ({ [change.kind]: change.policy }));
      return;
    case "integerNow":
      edit(change.relation, () => ({ integerNow: true }));
      return;
    case "refresh":
      if (change.unbounded) edit(change.relation, () => ({ filled: true }));
      return;
    case "refreshPolicy":
      edit(change.relation, () => ({ refreshPolicy: change.policy }));
      return;
  }
}

function merged(before: CompressionState | null, given: GivenCompression): CompressionState {
  return {
    segmentBy: given.segmentBy ?? before?.segmentBy ?? null,
    orderBy: given.orderBy ?? before?.orderBy ?? null,
    rollup: given.rollup === undefined ? before?.rollup ?? null : given.rollup,
    sparseIndex: given.sparseIndex ?? before?.sparseIndex ?? null,
  };
}
