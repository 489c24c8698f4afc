import type { ChangeOf } from "../parse/change.ts";
import type { LintRule } from "../rule.ts";
import type { RelationState } from "../state/schema_state.ts";
import {
  changesOf,
  compressedBefore,
  isBefore,
  isOldTable,
  show,
  type StatementView,
} from "../view.ts";

/** Changes of hypertables with compression. */
export const timescaleCompressedRules: readonly LintRule[] = [
  {
    code: "TS013",
    name: "add-column-on-compressed",
    severity: "error",
    reason:
      "Compressed rows are not rewritten, so an added column can only have a constant default. " +
      "TimescaleDB refuses volatile defaults, not null without a default, references, identity and " +
      "generated columns. It accepts serial, but leaves nulls in the not null column.",
    remedy: "Add the column nullable or with a literal default, and fill it with an update.",
    statement: (view) =>
      changesOf(view, "addColumn").flatMap((change) => {
        if (compressedBefore(view, change.relation) === undefined) return [];
        return addedColumnFaults(view, change).map((fault) => ({
          reason: `the column "${change.column.name}" for ${
            show(change.relation)
          }, which is compressed, ${fault}`,
        }));
      }),
  },
  {
    code: "TS014",
    name: "alter-column-on-compressed",
    severity: "error",
    reason:
      "With compression, TimescaleDB refuses to change the type of a column (from 2.24 on only while " +
      "a chunk is compressed), to drop a column of segmentby or orderby, to change row-level " +
      "security, and before 2.19 also set not null.",
    remedy:
      "Add a new column and switch clients to it, or decompress all chunks, change it, and compress " +
      "them again.",
    statement: (view) =>
      view.changes.flatMap((change) => {
        if (!("relation" in change) || change.relation === null) return [];
        const known = compressedBefore(view, change.relation);
        const fault = known === undefined ? null : alterationFault(view, known, change);
        return fault === null
          ? []
          : [{ reason: `${show(change.relation)} is compressed: ${fault}` }];
      }),
  },
  {
    code: "TS015",
    name: "constraint-on-compressed",
    severity: "error",
    reason:
      "Before 2.20, TimescaleDB refuses to add a check, a foreign key or a unique index while a chunk " +
      "is compressed.",
    remedy: "Add it before compression, decompress the chunks first, or require TimescaleDB 2.20.",
    statement: (view) => {
      if (!isBefore(view.context, "2.20.0")) return [];
      const added = [
        ...changesOf(view, "addConstraint").map(({ relation, constraint }) => ({
          relation,
          what: constraint.kind === "notNull" ? null : `the ${constraint.kind} constraint`,
        })),
        ...changesOf(view, "createIndex").map(({ index }) => ({
          relation: index.relation,
          what: index.unique ? "the unique index" : null,
        })),
      ];
      return added.flatMap(({ relation, what }) =>
        what !== null && compressedBefore(view, relation) && isOldTable(view, relation)
          ? [{ reason: `${what} on ${show(relation)} is refused while a chunk is compressed` }]
          : []
      );
    },
  },
  {
    code: "TS027",
    name: "update-on-compressed",
    severity: "warning",
    reason:
      "An update or a delete decompresses the segments it touches, and fails after 100,000 rows in a " +
      "transaction.",
    remedy: "Restrict it by segmentby and time. In the same migration, first set local " +
      "timescaledb.max_tuples_decompressed_per_dml_transaction = 0.",
    statement: (view) => {
      const isLifted = view.earlier.some((each) =>
        changesOf(each, "setVariable").some(({ name, value }) => name === limit && value !== null)
      );
      if (isLifted) return [];
      return changesOf(view, "write").flatMap(({ how, relation }) =>
        how !== "insert" && compressedBefore(view, relation) && isOldTable(view, relation)
          ? [{ reason: `the ${how} of ${show(relation)} may touch compressed chunks` }]
          : []
      );
    },
  },
  {
    code: "TS028",
    name: "compression-removed",
    severity: "warning",
    reason:
      "TimescaleDB refuses to disable compression while a chunk is compressed, and a policy that is " +
      "left behind fails on each run.",
    remedy: "Remove the policy, decompress all chunks, then disable compression.",
    statement: (view) =>
      changesOf(view, "compression").flatMap(({ relation, given }) => {
        const known = compressedBefore(view, relation);
        if (given !== null || known === undefined || !isOldTable(view, relation)) return [];
        const faults = [
          ...(isDecompressed(view) ? [] : ["may have compressed chunks"]),
          ...(known.compressionPolicy === null ? [] : ["still has its policy"]),
        ];
        return faults.map((fault) => ({ reason: `${show(relation)} ${fault}` }));
      }),
  },
];

const limit = "timescaledb.max_tuples_decompressed_per_dml_transaction";

function addedColumnFaults(
  view: StatementView,
  { column, constraints }: ChangeOf<"addColumn">,
): readonly string[] {
  const { filledBy } = column;
  if (filledBy === "serial") return ["is serial: every compressed row gets a null"];
  if (filledBy !== null) return [`is ${filledBy}, which is refused`];
  const faults: string[] = [];
  const has = (kind: string) => constraints.some((each) => each.kind === kind);
  if (column.notNull && column.default === "none") faults.push("is not null without a default");
  if (column.default === "volatile" || column.default === "stable") {
    faults.push(`has a ${column.default} default, which is refused`);
  }
  if (column.default === "constant" && isBefore(view.context, "2.25.0")) {
    faults.push("has an expression as default, which is refused before 2.25: use a literal");
  }
  if (has("foreign")) faults.push("has a foreign key, which is refused");
  if (isBefore(view.context, "2.20.0") && (has("check") || has("unique"))) {
    faults.push("has a constraint of its own, which is refused before 2.20");
  }
  return faults;
}

function isDecompressed(view: StatementView): boolean {
  return view.earlier.some((each) =>
    changesOf(each, "call").some(({ call }) =>
      call.name === "decompress_chunk" || call.name === "convert_to_rowstore"
    )
  );
}

function alterationFault(
  view: StatementView,
  known: RelationState,
  change: StatementView["changes"][number],
): string | null {
  const isOld = isOldTable(view, known.relation);
  switch (change.kind) {
    case "alterType":
      return isOld || isBefore(view.context, "2.24.0")
        ? `the type of "${change.column}" cannot change`
        : null;
    case "dropColumn": {
      const { segmentBy, orderBy } = known.compression ?? { segmentBy: null, orderBy: null };
      const used = [...segmentBy ?? [], ...orderBy?.map(({ column }) => column) ?? []];
      return used.includes(change.column) || change.column === known.hypertable?.timeColumn
        ? `"${change.column}" cannot be dropped, as segments or chunks use it`
        : null;
    }
    case "setNotNull":
      return isOld && isBefore(view.context, "2.19.0")
        ? `"${change.column}" cannot be set not null before 2.19`
        : null;
    case "rowSecurity":
      return "its row-level security cannot change";
    default:
      return null;
  }
}
