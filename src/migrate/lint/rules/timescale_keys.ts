import type { Hit, LintRule } from "../rule.ts";
import {
  isNotNull,
  type RelationState,
  type SchemaState,
  type UniqueKey,
  uniqueKeys,
} from "../state/schema_state.ts";
import { show } from "../view.ts";

/** What a hypertable's unique keys must be. */
export const timescaleKeyRules: readonly LintRule[] = [
  {
    code: "TS001",
    name: "several-unique-indexes",
    severity: "error",
    reason:
      "With several unique indexes TimescaleDB looks for conflicts in a compressed chunk by the " +
      "columns that all of them share, mostly the time alone: one row written decompresses the chunk, " +
      "or fails at the limit of 100,000 tuples.",
    remedy: "Keep the natural key alone, as the primary key, and drop the others.",
    schema: (state) =>
      hypertables(state).filter((each) => each.compression !== null).flatMap((each) => {
        const keys = uniqueKeys(each);
        if (keys.length < 2) return [];
        return [{
          reason: `${show(each.relation)} is compressed and has ${keys.length} unique keys: ${
            keys.map(showKey).join(", ")
          }`,
        }];
      }),
  },
  {
    code: "TS002",
    name: "key-column-not-covered",
    severity: "error",
    reason:
      "A column of the unique key that is neither in segmentby nor in orderby is no filter for " +
      "batches: every conflict check decompresses whole segments, and re-runs become slow or fail.",
    remedy: "Name every column of the key in segmentby or in orderby.",
    schema: (state) =>
      hypertables(state).flatMap((each) => {
        const { compression, hypertable } = each;
        if (compression === null || compression.segmentBy === null) return [];
        const ordered = compression.orderBy?.map(({ column }) => column) ??
          [hypertable?.timeColumn];
        const covered = new Set([...compression.segmentBy, ...ordered]);
        return keyColumns(each).filter((column) => !covered.has(column)).map((column) => ({
          reason: `the key column "${column}" of ${
            show(each.relation)
          } is neither in segmentby nor in orderby`,
        }));
      }),
  },
  {
    code: "TS003",
    name: "serial-in-key",
    severity: "error",
    reason:
      "A number or uuid that the server makes up is new on every run: a key with one in it never " +
      "conflicts, so that a re-run stores every row twice.",
    remedy:
      "Key the rows by what identifies them (series, time), and leave the number out of the key.",
    schema: (state) =>
      badKeyColumns(state, (each, name) => {
        const column = each.columns.get(name);
        if (column?.filledBy === "serial" || column?.filledBy === "identity") {
          return `is filled by the server (${column.filledBy})`;
        }
        return column?.type === "uuid" && column.default === "volatile"
          ? "is made up by the server (a random uuid)"
          : null;
      }),
  },
  {
    code: "TS004",
    name: "generated-column-in-key",
    severity: "error",
    reason:
      "Conflict checks against compressed chunks misjudge a generated column: TimescaleDB 2.18 " +
      "stores the same primary key twice (mended in 2.22, timescaledb #8500).",
    remedy: "Store the value in a plain column, and let the writer compute it.",
    schema: (state) =>
      badKeyColumns(
        state,
        (each, name) => each.columns.get(name)?.filledBy === "generated" ? "is generated" : null,
      ),
  },
  {
    code: "TS005",
    name: "nullable-key-column",
    severity: "warning",
    reason:
      "Two nulls count as different in a unique key: rows with a null in it are stored again on " +
      "every re-run.",
    remedy: "Declare every column of the key not null, with a value that stands for none.",
    schema: (state) =>
      badKeyColumns(state, (each, name, key) => {
        const isTime = name === each.hypertable?.timeColumn;
        if (isTime || key.nullsNotDistinct || !each.columns.has(name)) return null;
        return isNotNull(each, name) ? null : "takes nulls";
      }),
  },
  {
    code: "TS006",
    name: "nulls-not-distinct-key",
    severity: "error",
    reason:
      "Keys with nulls not distinct have let duplicates into compressed chunks (timescaledb " +
      "#9575, #10057, #10579).",
    remedy: "Declare the columns not null, with a value that stands for none, and use a plain key.",
    schema: (state) =>
      hypertables(state).filter((each) => each.compression !== null).flatMap((each) =>
        uniqueKeys(each).filter((key) => key.nullsNotDistinct).map((key) => ({
          reason: `the key ${showKey(key)} of ${
            show(each.relation)
          } is nulls not distinct, and the table is compressed`,
        }))
      ),
  },
  {
    code: "TS007",
    name: "key-without-time",
    severity: "error",
    reason:
      "TimescaleDB refuses a unique key without the time column: it could only be checked within " +
      "one chunk.",
    remedy: "Add the time column to the key.",
    schema: (state) =>
      hypertables(state).flatMap((each) => {
        const time = each.hypertable?.timeColumn ?? "";
        return uniqueKeys(each).filter(({ columns }) => !columns.includes(time)).map((key) => ({
          reason: `the unique key ${showKey(key)} of ${
            show(each.relation)
          } lacks the time column "${time}"`,
        }));
      }),
  },
];

function hypertables(state: SchemaState): readonly RelationState[] {
  return [...state.relations.values()].filter((each) => each.hypertable !== null);
}

function keyColumns(relation: RelationState): readonly string[] {
  return [...new Set(uniqueKeys(relation).flatMap(({ columns }) => columns))]
    .filter((column) => column !== null);
}

function badKeyColumns(
  state: SchemaState,
  judge: (relation: RelationState, column: string, key: UniqueKey) => string | null,
): readonly Hit[] {
  return hypertables(state).flatMap((each) =>
    uniqueKeys(each).flatMap((key) =>
      key.columns.flatMap((column) => {
        const fault = column === null ? null : judge(each, column, key);
        if (fault === null) return [];
        return [{
          reason: `"${column}" in the unique key ${showKey(key)} of ${
            show(each.relation)
          } ${fault}`,
        }];
      })
    )
  );
}

function showKey(key: UniqueKey): string {
  return `(${key.columns.map((column) => column ?? "an expression").join(", ")})`;
}
