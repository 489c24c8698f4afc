import { argumentOf } from "../parse/read_timescale.ts";
import { isOn } from "../parse/parameters.ts";
import type { FunctionCall } from "../parse/shapes.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, isBefore, isOldTable, knownBefore, show, type StatementView } from "../view.ts";

/** Calls of TimescaleDB's functions in SQL written by hand. */
export const timescaleCallRules: readonly LintRule[] = [
  {
    code: "TS017",
    name: "positional-arguments",
    severity: "warning",
    reason:
      "create_hypertable has two forms with different positional arguments, and 2.28 removed two " +
      "arguments of the older form. A positional call fails there, or sets something else.",
    remedy: "Name all arguments after the dimension, or call m.createHypertable.",
    statement: (view) =>
      calls(view, "create_hypertable").flatMap((call) => {
        const count = call.positional.length;
        if (count <= 2) return [];
        const breaks = isOldForm(call) && count > 11 && !isBefore(view.context, "2.28.0");
        return [{
          reason: `create_hypertable is called with ${count} positional arguments${
            breaks ? ", which 2.28 refuses" : ""
          }`,
        }];
      }),
  },
  {
    code: "TS018",
    name: "if-not-exists-hides-drift",
    severity: "warning",
    reason:
      "With if_not_exists the server keeps an existing object even if its arguments differ: a policy " +
      "keeps its other interval, the call returns -1, and the migration counts as applied.",
    remedy:
      "Leave it out: the ledger knows what was applied. To change a policy, remove and add it.",
    statement: (view) =>
      calls(view, ...Object.keys(ifNotExistsPlaces)).flatMap((call) => {
        const places = ifNotExistsPlaces[call.name] ?? [];
        const place = places[isOldForm(call) ? 1 : 0] ?? places[0];
        return argumentOf(call, "if_not_exists", place)?.text === "true"
          ? [{ reason: `${call.name} is called with if_not_exists` }]
          : [];
      }),
  },
  {
    code: "TS019",
    name: "default-time-index",
    severity: "warning",
    reason:
      "create_hypertable adds an index on the time column that no schema declares. Tools that compare " +
      "schemas want to drop it, and a key that ends with the time column makes it redundant.",
    remedy: "Pass create_default_indexes => false, and create the indexes that queries need.",
    statement: (view) =>
      calls(view, "create_hypertable").flatMap((call) =>
        argumentOf(call, "create_default_indexes", isOldForm(call) ? 7 : 2)?.text === "false"
          ? []
          : [{ reason: "create_hypertable adds its default index" }]
      ),
  },
  {
    code: "TS020",
    name: "hypertable-of-old-table",
    severity: "warning",
    reason:
      "create_hypertable refuses a table that contains rows. With migrate_data it moves them while " +
      "the table is locked.",
    remedy:
      "Create the hypertable in the migration that creates the table, or create a new one, copy the " +
      "rows in batches, and rename it.",
    statement: (view) =>
      changesOf(view, "hypertable").flatMap(({ relation, migrateData }) =>
        isOldTable(view, relation) && !knownBefore(view, relation)?.hypertable
          ? [{
            reason: `${show(relation)} exists already, and ${
              migrateData ? "its rows are moved under a lock" : "is refused if it contains rows"
            }`,
          }]
          : []
      ),
  },
  {
    code: "TS024",
    name: "hypertable-by-table-option",
    severity: "warning",
    reason:
      "create table … with (tsdb.hypertable) depends on the server: it is unknown before 2.20, adds a " +
      "compression policy from 2.23 on, and compresses nothing on the Apache edition.",
    remedy: "Create a plain table, then call m.createHypertable, and add its policies.",
    statement: (view) =>
      changesOf(view, "createTable").flatMap(({ relation, parameters }) =>
        isOn(parameters, "timescaledb.hypertable")
          ? [{ reason: `${show(relation)} becomes a hypertable by a table option` }]
          : []
      ),
  },
  {
    code: "TS025",
    name: "drop-chunks",
    severity: "error",
    reason:
      "drop_chunks deletes rows forever, in every database to which the migration is applied.",
    remedy: "Leave it to a retention policy, or run it by hand in the databases concerned.",
    statement: (view) =>
      calls(view, "drop_chunks", "drop_chunk").map((call) => ({
        reason: `${call.name} deletes the rows of ${call.positional[0]?.text ?? "a table"}`,
      })),
  },
];

/** The positions of if_not_exists: in the newer form of a function, then in the older one. */
const ifNotExistsPlaces: Readonly<Record<string, readonly number[]>> = {
  "create_hypertable": [3, 8],
  "add_dimension": [2, 5],
  "add_retention_policy": [2],
  "add_compression_policy": [2],
  "add_columnstore_policy": [2],
  "add_continuous_aggregate_policy": [4],
  "add_reorder_policy": [2],
};

function calls(view: StatementView, ...names: readonly string[]): readonly FunctionCall[] {
  if (!view.byHand) return [];
  return changesOf(view, "call").map(({ call }) => call).filter(({ name }) => names.includes(name));
}

/** Tells whether a call has a column name instead of `by_range(…)`. */
function isOldForm(call: FunctionCall): boolean {
  return argumentOf(call, "dimension", 1)?.call === null || call.named.has("time_column_name");
}
