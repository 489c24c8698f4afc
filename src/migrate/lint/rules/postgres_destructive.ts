import type { LintRule } from "../rule.ts";
import { changesOf, isOldTable, show, type StatementView } from "../view.ts";

/** Statements that delete data or break clients. */
export const postgresDestructiveRules: readonly LintRule[] = [
  {
    code: "PG016",
    name: "drop-table",
    severity: "error",
    reason: "Dropping a table deletes its rows forever, and breaks every client that uses it.",
    remedy: "Stop using it first, and drop it in a later release with this rule silenced.",
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
      "cascade drops everything that depends on the object in the database where it runs, without " +
      "naming it: views, foreign keys, continuous aggregates with their data. truncate … cascade " +
      "empties all tables that refer to the table.",
    remedy: "Drop dependent objects by name, so that the server refuses if there are others.",
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
      "Renaming a table, column, schema, type, enum value or function breaks every client that " +
      "still uses the old name.",
    remedy:
      "Add the new one next to the old and switch clients, or keep a view under the old name.",
    statement: (view) =>
      changesOf(view, "renameTable", "renameColumn", "renameObject").flatMap((change) => {
        if (change.kind === "renameObject") {
          return [{ reason: `the ${change.what} "${change.from}" is renamed to "${change.to}"` }];
        }
        if (!isOldTable(view, change.relation)) return [];
        const what = change.kind === "renameTable"
          ? `${show(change.relation)} is renamed to ${show(change.to)}`
          : `"${change.from}" of ${show(change.relation)} is renamed to "${change.to}"`;
        return [{ reason: what }];
      }),
  },
  {
    code: "PG024",
    name: "whole-table-write",
    severity: "warning",
    reason:
      "An update or a delete without where writes every row in one transaction. It bloats the table, " +
      "and holds its row locks until the end.",
    remedy: "Restrict it with where, and change large tables in batches outside of migrations.",
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
    reason:
      "truncate deletes all rows forever, in every database to which the migration is applied.",
    remedy: "Run it by hand in the databases concerned.",
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
      "The lock of a changed table is held until the transaction ends, so readers also wait while " +
      "rows are written in the same migration.",
    remedy: "Change the table in one migration, and write the rows in the next one.",
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
