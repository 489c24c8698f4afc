import { isSafeTypeChange } from "../safe_type_change.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, compressedBefore, isOldTable, knownBefore, show } from "../view.ts";

/** What changes of columns do to a table that holds rows. */
export const postgresColumnRules: readonly LintRule[] = [
  {
    code: "PG006",
    name: "not-null-without-default",
    severity: "error",
    reason: "A not null column without a default cannot be added to a table that holds a row.",
    remedy:
      "Add it nullable, fill it in a migration of its own, and set it not null then; or give it a " +
      "constant default.",
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
      "set not null reads the whole table while no one else may, unless a valid check proves it.",
    remedy:
      "Add a check (column is not null) not valid, validate it in a migration of its own, then set " +
      "not null and drop the check.",
    statement: (view) =>
      changesOf(view, "setNotNull").flatMap(({ relation, column }) => {
        const known = knownBefore(view, relation);
        const isProven = known?.columns.get(column)?.notNull === true ||
          known?.constraints.some((each) =>
              !each.notValid && each.provesNotNull.includes(column)
            ) === true;
        if (isProven || !isOldTable(view, relation)) return [];
        return [{
          reason: `no valid check proves that "${column}" of ${show(relation)} has no null`,
        }];
      }),
  },
  {
    code: "PG015",
    name: "drop-column",
    severity: "error",
    reason: "Dropping a column deletes its values for good, and breaks every client that names it.",
    remedy:
      "Stop using it first, and drop it in a later release; silence this with the reason then.",
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
      "Most changes of a type rewrite the table and its indexes while no one else may read it, and " +
      "may break clients.",
    remedy:
      "Add a column of the new type, fill it in batches, move readers over, and drop the old one.",
    statement: (view) =>
      changesOf(view, "alterType").flatMap(({ relation, column, type }) => {
        if (!isOldTable(view, relation) || compressedBefore(view, relation)) return [];
        const before = knownBefore(view, relation)?.columns.get(column)?.type;
        if (before !== undefined && isSafeTypeChange(before, type)) return [];
        return [{
          reason: `"${column}" of ${show(relation)} changes ${
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
      "A column whose value differs from row to row (a volatile default, a serial, an identity, a " +
      "stored generated column) makes the server rewrite the table while no one else may read it.",
    remedy:
      "Add the column without it, set the default for new rows, and fill the old ones in batches.",
    statement: (view) =>
      changesOf(view, "addColumn").flatMap(({ relation, column }) => {
        const rewrites = column.default === "volatile" ||
          (column.filledBy !== null && column.filledBy !== "virtual");
        if (!rewrites || !isOldTable(view, relation) || compressedBefore(view, relation)) return [];
        return [{ reason: `"${column.name}" makes the server rewrite ${show(relation)}` }];
      }),
  },
];
