import type { RelationName } from "../../author/effect.ts";
import { isOn } from "../parse/parameters.ts";
import type { Hit, LintRule } from "../rule.ts";
import { findRelation, isNotNull } from "../state/schema_state.ts";
import { changesOf, isOldTable, knownBefore, show, type StatementView } from "../view.ts";

/** PostgreSQL statements that hypertables and continuous aggregates refuse. */
export const timescaleDdlRules: readonly LintRule[] = [
  {
    code: "TS008",
    name: "nullable-time-column",
    severity: "warning",
    reason:
      "create_hypertable makes the time column not null, so the table differs from its definition.",
    remedy: "Declare the time column not null.",
    statement: (view) =>
      changesOf(view, "hypertable").flatMap(({ relation, timeColumn }) => {
        const known = knownBefore(view, relation);
        if (!known?.columns.has(timeColumn) || isNotNull(known, timeColumn)) return [];
        return [{ reason: `the time column "${timeColumn}" of ${show(relation)} is nullable` }];
      }),
  },
  {
    code: "TS010",
    name: "concurrently-on-hypertable",
    severity: "error",
    reason: "TimescaleDB refuses to build, rebuild or drop an index of a hypertable concurrently.",
    remedy: "Leave out concurrently. For a large table, create the index with " +
      "(timescaledb.transaction_per_chunk) in a migration with { transaction: false }.",
    alsoDown: true,
    statement: (view) => [
      ...changesOf(view, "createIndex").flatMap(({ index }) =>
        index.concurrently && isChunked(view, index.relation)
          ? [{ reason: `an index of ${show(index.relation)} cannot be built concurrently` }]
          : []
      ),
      ...changesOf(view, "reindex").flatMap(({ relation, concurrently, what }) =>
        concurrently && what === "table" && relation !== null && isChunked(view, relation)
          ? [{ reason: `${show(relation)} cannot be reindexed concurrently` }]
          : []
      ),
      ...changesOf(view, "drop").flatMap(({ what, concurrently, relations }) =>
        what === "index" && concurrently ? relations.flatMap((index) => indexHit(view, index)) : []
      ),
    ],
  },
  {
    code: "TS011",
    name: "aggregate-with-data",
    severity: "error",
    reason:
      "A continuous aggregate that is filled on creation, which is the default, cannot be created in " +
      "a transaction.",
    remedy:
      "Add with no data, as m.createContinuousAggregate does, and let a policy or a migration with " +
      "{ transaction: false } refresh it.",
    statement: (view) =>
      changesOf(view, "createView").flatMap(({ relation, parameters, withData }) =>
        view.migration.transaction && withData && isOn(parameters, "timescaledb.continuous")
          ? [{ reason: `${show(relation)} is created with data in a transaction` }]
          : []
      ),
  },
  {
    code: "TS021",
    name: "implicit-compression-settings",
    severity: "warning",
    reason:
      "If segmentby and orderby are not set, TimescaleDB derives them from the existing indexes, in a " +
      "way that differs between versions.",
    remedy: "Set both: m.setCompression requires them.",
    statement: (view) =>
      changesOf(view, "compression").flatMap(({ relation, given }) => {
        const known = findRelation(view.after, relation);
        if (given === null || known?.compression === null || known?.kind !== "table") return [];
        const missing = [
          ...(known.compression?.segmentBy === null ? ["segmentby"] : []),
          ...(known.compression?.orderBy === null ? ["orderby"] : []),
        ];
        if (missing.length === 0) return [];
        return [{ reason: `${show(relation)} is compressed without ${missing.join(" and ")}` }];
      }),
  },
  {
    code: "TS030",
    name: "empty-sparse-index",
    severity: "error",
    reason:
      "With an empty sparse_index, an upsert into a compressed chunk crashes the server with a " +
      "segmentation fault, which ends all connections (seen on 2.29.2).",
    remedy:
      "Name an index: timescaledb.sparse_index = 'minmax(time)', on the first column of orderby.",
    statement: (view) =>
      changesOf(view, "compression").flatMap(({ relation, given }) =>
        given?.sparseIndex?.trim() === ""
          ? [{ reason: `${show(relation)} has an empty sparse_index` }]
          : []
      ),
  },
  {
    code: "TS026",
    name: "drop-view-of-aggregate",
    severity: "error",
    reason: "TimescaleDB refuses to drop a continuous aggregate with drop view.",
    remedy: "Use drop materialized view, or call m.dropContinuousAggregate.",
    alsoDown: true,
    statement: (view) =>
      changesOf(view, "drop").flatMap(({ what, relations }) =>
        relations.flatMap((relation) =>
          what === "view" && knownBefore(view, relation)?.kind === "aggregate"
            ? [{ reason: `${show(relation)} is a continuous aggregate` }]
            : []
        )
      ),
  },
  {
    code: "TS029",
    name: "refused-on-hypertable",
    severity: "error",
    reason:
      "On hypertables, TimescaleDB refuses constraints that use an existing index, and PostgreSQL " +
      "refuses to add an identity column once there are chunks.",
    remedy: "Add the constraint directly. Number rows with a separate sequence, or not at all.",
    statement: (view) => [
      ...changesOf(view, "addConstraint").flatMap(({ relation, constraint }) =>
        constraint.usingIndex !== null && knownBefore(view, relation)?.hypertable
          ? [{ reason: `a constraint of the hypertable ${show(relation)} cannot use an index` }]
          : []
      ),
      ...changesOf(view, "addColumn").flatMap(({ relation, column }) => {
        const known = knownBefore(view, relation);
        const isPlain = !known?.hypertable || known.compression !== null;
        return column.filledBy === "identity" && !isPlain && isOldTable(view, relation)
          ? [{ reason: `${show(relation)} may have chunks, which cannot get an identity column` }]
          : [];
      }),
    ],
  },
];

function isChunked(view: StatementView, relation: RelationName): boolean {
  const known = knownBefore(view, relation);
  return known?.kind === "aggregate" || Boolean(known?.hypertable);
}

function indexHit(view: StatementView, index: RelationName): readonly Hit[] {
  const owner = [...view.before.relations.values()].find((each) =>
    [...each.indexes, ...each.constraints].some(({ name }) => name === index.name)
  );
  if (owner === undefined || !isChunked(view, owner.relation)) return [];
  return [{ reason: `${show(index)} of ${show(owner.relation)} cannot be dropped concurrently` }];
}
