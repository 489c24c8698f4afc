import { argumentOf } from "../parse/read_timescale.ts";
import { isOn } from "../parse/parameters.ts";
import type { FunctionCall } from "../parse/shapes.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, isBefore, isOldTable, knownBefore, show, type StatementView } from "../view.ts";

/** How TimescaleDB's functions are called in SQL written by hand. */
export const timescaleCallRules: readonly LintRule[] = [
  {
    code: "TS017",
    name: "positional-arguments",
    severity: "warning",
    reason:
      "create_hypertable has two forms whose places mean different things, and 2.28 removed two " +
      "places of the older one: a call that counts them breaks, or sets something else.",
    remedy: "Name every argument after the dimension, or call m.createHypertable.",
    statement: (view) =>
      calls(view, "create_hypertable").flatMap((call) => {
        const count = call.positional.length;
        if (count <= 2) return [];
        const breaks = isOldForm(call) && count > 11 && !isBefore(view.context, "2.28.0");
        return [{
          reason: `create_hypertable is called with ${count} arguments by their place${
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
      "With if_not_exists the server keeps what is there, whatever its arguments: a policy with " +
      "another interval stays, the call returns -1, and the migration counts as applied.",
    remedy: "Leave it out: the ledger knows what was applied. To change one, remove it and add it.",
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
      "create_hypertable adds an index on the time which no schema declares: tools that compare " +
      "want to drop it, and a key that ends in the time makes it needless.",
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
      "create_hypertable refuses a table that holds rows; with migrate_data it moves them while " +
      "the table is locked.",
    remedy:
      "Create the hypertable in the migration that creates the table; or create a new one, copy " +
      "in batches, and rename.",
    statement: (view) =>
      changesOf(view, "hypertable").flatMap(({ relation, migrateData }) =>
        isOldTable(view, relation) && !knownBefore(view, relation)?.hypertable
          ? [{
            reason: `${show(relation)} was there before, and ${
              migrateData ? "its rows are moved under a lock" : "is refused where it holds rows"
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
      "create table … with (tsdb.hypertable) means different things: unknown before 2.20, with a " +
      "compression policy of its own from 2.23 on, and on the Apache edition compressing nothing.",
    remedy: "Create a plain table, then m.createHypertable and what else it is to have.",
    statement: (view) =>
      changesOf(view, "createTable").flatMap(({ relation, parameters }) =>
        isOn(parameters, "timescaledb.hypertable")
          ? [{ reason: `${show(relation)} becomes a hypertable by an option of its table` }]
          : []
      ),
  },
  {
    code: "TS025",
    name: "drop-chunks",
    severity: "error",
    reason:
      "drop_chunks deletes rows for good, at once and for every database that the migration meets.",
    remedy: "Leave it to a retention policy, or run it by hand where it is meant.",
    statement: (view) =>
      calls(view, "drop_chunks", "drop_chunk").map((call) => ({
        reason: `${call.name} deletes the rows of ${call.positional[0]?.text ?? "a table"}`,
      })),
  },
];

/** The place of if_not_exists; for create_hypertable that of the newer form, then of the older. */
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

/** The form with a column's name in place of `by_range(…)`. */
function isOldForm(call: FunctionCall): boolean {
  return argumentOf(call, "dimension", 1)?.call === null || call.named.has("time_column_name");
}
