import type { LintRule } from "../rule.ts";
import { changesOf, isOldTable, show, type StatementView } from "../view.ts";

/** What deletes data, or breaks who reads it. */
export const postgresDestructiveRules: readonly LintRule[] = [
  {
    code: "PG016",
    name: "drop-table",
    severity: "error",
    reason: "Dropping a table deletes its rows for good, and breaks every client that names it.",
    remedy:
      "Stop using it first, and drop it in a later release; silence this with the reason then.",
    statement: (view) =>
      changesOf(view, "drop").flatMap(({ what, relations }) =>
        relations.flatMap((relation) => {
          if (what === "schema") {
            return [{ reason: `the schema "${relation.name}" is dropped` }];
          }
          return ["table", "foreign_table"].includes(what) && isOldTable(view, relation)
            ? [{ reason: `${show(relation)} is dropped` }]
            : [];
        })
      ),
  },
  {
    code: "PG017",
    name: "drop-cascade",
    severity: "error",
    reason:
      "cascade drops whatever depends on the object, by now or by the time it runs elsewhere, without " +
      "naming it: views, foreign keys, continuous aggregates with their data. truncate … cascade empties " +
      "every table that refers to it.",
    remedy: "Drop what depends on it by name, and let the server refuse the rest.",
    statement: (view) =>
      changesOf(view, "drop", "dropColumn", "dropConstraint", "truncate").flatMap((change) => {
        if (!change.cascade) return [];
        const what = change.kind === "drop"
          ? `drop ${change.what}`
          : change.kind === "truncate"
          ? "truncate"
          : "the drop";
        return [{ reason: `${what} cascades` }];
      }),
  },
  {
    code: "PG018",
    name: "rename",
    severity: "warning",
    reason:
      "Renaming a table, a column, a schema, a type, a value of it or a function breaks every client " +
      "that runs while the migration does, and every one that is not updated at the same moment.",
    remedy: "Add the new one beside the old and move over; or keep a view under the old name.",
    statement: (view) =>
      changesOf(view, "renameTable", "renameColumn", "renameObject").flatMap((change) => {
        if (change.kind === "renameObject") {
          return [{ reason: `the ${change.what} "${change.from}" becomes "${change.to}"` }];
        }
        if (!isOldTable(view, change.relation)) return [];
        const what = change.kind === "renameTable"
          ? `${show(change.relation)} becomes ${show(change.to)}`
          : `"${change.from}" of ${show(change.relation)} becomes "${change.to}"`;
        return [{ reason: what }];
      }),
  },
  {
    code: "PG024",
    name: "whole-table-write",
    severity: "warning",
    reason:
      "An update or a delete without where writes every row in one transaction: it bloats the table, " +
      "and holds its row locks until the end.",
    remedy: "Bound it by a where, and write large tables in batches outside of migrations.",
    statement: (view) =>
      changesOf(view, "write").flatMap(({ how, relation, bounded }) =>
        !bounded && isOldTable(view, relation)
          ? [{ reason: `the ${how} writes every row of ${show(relation)}` }]
          : []
      ),
  },
  {
    code: "PG025",
    name: "truncate",
    severity: "error",
    reason: "truncate deletes every row for good, in every database that the migration meets.",
    remedy: "Do it by hand where it is meant.",
    statement: (view) =>
      changesOf(view, "truncate").flatMap(({ relations }) =>
        relations.filter((relation) => isOldTable(view, relation))
          .map((relation) => ({ reason: `${show(relation)} is emptied` }))
      ),
  },
  {
    code: "PG026",
    name: "ddl-and-data",
    severity: "warning",
    reason:
      "The lock that a change of a table takes is held until the transaction ends: rows written in the " +
      "same migration keep every reader waiting.",
    remedy: "Change the table in one migration, and write the rows in the next.",
    statement: (view) => {
      const isFirst = !view.earlier.some(writesRows);
      if (!view.migration.transaction || !isFirst || !writesRows(view)) return [];
      const locked = view.earlier.flatMap(lockedTables)[0];
      return locked === undefined ? [] : [{ reason: `rows are written while ${locked} is locked` }];
    },
  },
];

function writesRows(view: StatementView): boolean {
  return changesOf(view, "write").some(({ fromTables }) => fromTables);
}

function lockedTables(view: StatementView): readonly string[] {
  return changesOf(
    view,
    "addColumn",
    "dropColumn",
    "alterType",
    "setNotNull",
    "dropNotNull",
    "addConstraint",
    "renameColumn",
    "renameTable",
  ).filter(({ relation }) => isOldTable(view, relation)).map(({ relation }) => show(relation));
}
