import { isSafeTypeChange } from "../safe_type_change.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, compressedBefore, isOldTable, knownBefore, show } from "../view.ts";

/** Changes of columns in tables that contain rows. */
export const postgresColumnRules: readonly LintRule[] = [
  {
    code: "PG006",
    name: "not-null-without-default",
    severity: "error",
    reason: "A not null column without a default cannot be added to a table that contains rows.",
    remedy:
      "Add it nullable, fill it in another migration, then set it not null. Or give it a constant " +
      "default.",
    statement: (view) =>
      changesOf(view, "addColumn").flatMap(({ relation, column }) => {
        const fails = column.notNull && column.default === "none" && column.filledBy === null;
        if (!fails || !isOldTable(view, relation) || compressedBefore(view, relation)) return [];
        return [{ reason: `"${column.name}" of ${show(relation)} is not null without a default` }];
      }),
  },
  {
    code: "PG007",
    name: "set-not-null-unproven",
    severity: "warning",
    reason:
      "set not null scans the whole table under an exclusive lock, unless a valid check proves it.",
    remedy:
      "Add a check (column is not null) not valid, validate it in another migration, then set not " +
      "null and drop the check.",
    statement: (view) =>
      changesOf(view, "setNotNull").flatMap(({ relation, column }) => {
        const known = knownBefore(view, relation);
        const isProven = known?.columns.get(column)?.notNull === true ||
          known?.constraints.some((each) =>
              !each.notValid && each.provesNotNull.includes(column)
            ) === true;
        if (isProven || !isOldTable(view, relation)) return [];
        return [{
          reason: `no valid check proves that "${column}" of ${show(relation)} has no nulls`,
        }];
      }),
  },
  {
    code: "PG015",
    name: "drop-column",
    severity: "error",
    reason: "Dropping a column deletes its values forever, and breaks every client that uses it.",
    remedy: "Stop using it first, and drop it in a later release with this rule silenced.",
    statement: (view) =>
      changesOf(view, "dropColumn").flatMap(({ relation, column }) =>
        isOldTable(view, relation)
          ? [{ reason: `"${column}" of ${show(relation)} is dropped` }]
          : []
      ),
  },
  {
    code: "PG019",
    name: "change-column-type",
    severity: "warning",
    reason:
      "Most changes of a type rewrite the table and its indexes under an exclusive lock, and may " +
      "break clients.",
    remedy:
      "Add a column of the new type, fill it in batches, switch clients to it, then drop the old one.",
    statement: (view) =>
      changesOf(view, "alterType").flatMap(({ relation, column, type }) => {
        if (!isOldTable(view, relation) || compressedBefore(view, relation)) return [];
        const before = knownBefore(view, relation)?.columns.get(column)?.type;
        if (before !== undefined && isSafeTypeChange(before, type)) return [];
        return [{
          reason: `the type of "${column}" of ${show(relation)} changes ${
            before === undefined ? "" : `from ${before} `
          }to ${type}`,
        }];
      }),
  },
  {
    code: "PG023",
    name: "default-rewrites-table",
    severity: "warning",
    reason:
      "Adding a column whose value differs from row to row (volatile default, serial, identity, " +
      "stored generated column) rewrites the table under an exclusive lock.",
    remedy:
      "Add the column without a default, set the default for new rows, and fill old rows in batches.",
    statement: (view) =>
      changesOf(view, "addColumn").flatMap(({ relation, column }) => {
        const rewrites = column.default === "volatile" ||
          (column.filledBy !== null && column.filledBy !== "virtual");
        if (!rewrites || !isOldTable(view, relation) || compressedBefore(view, relation)) return [];
        return [{ reason: `adding "${column.name}" rewrites ${show(relation)}` }];
      }),
  },
];
