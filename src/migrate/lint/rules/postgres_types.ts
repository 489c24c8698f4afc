import type { RelationName } from "../../author/effect.ts";
import type { ColumnShape } from "../parse/shapes.ts";
import type { Hit, LintRule } from "../rule.ts";
import { show, type StatementView } from "../view.ts";

/** Types that cause trouble later. */
export const postgresTypeRules: readonly LintRule[] = [
  {
    code: "PG011",
    name: "timestamp-without-time-zone",
    severity: "warning",
    reason:
      "timestamp does not store which instant is meant: that depends on the reader's time zone, and " +
      "one hour a year is ambiguous.",
    remedy: "Use timestamptz for instants, and date for days.",
    statement: (view) => columnsOf(view, (type) => /^timestamp\b/.test(type)),
  },
  {
    code: "PG012",
    name: "fixed-length-char",
    severity: "warning",
    reason:
      "char(n) pads values with spaces that only some comparisons ignore, and saves no space.",
    remedy: "Use text, with a check of its length if that matters.",
    statement: (view) => columnsOf(view, (type) => /^bpchar\(/.test(type)),
  },
  {
    code: "PG013",
    name: "serial",
    severity: "warning",
    reason:
      "serial creates a sequence with its own owner and privileges, and accepts any number by hand.",
    remedy: "Use integer or bigint generated always as identity.",
    statement: (view) => columnsOf(view, (_type, { filledBy }) => filledBy === "serial"),
  },
  {
    code: "PG014",
    name: "json-instead-of-jsonb",
    severity: "warning",
    reason:
      "json stores plain text without equality: distinct and union fail, and GIN indexes refuse it.",
    remedy: "Use jsonb.",
    statement: (view) => columnsOf(view, (type) => /^json\b/.test(type)),
  },
  {
    code: "PG042",
    name: "narrow-primary-key",
    severity: "warning",
    reason:
      "A key of 4 bytes ends at 2,147,483,647, and failed inserts and conflicts use up numbers too. " +
      "Changing its type later rewrites the table and all tables that refer to it.",
    remedy: "Use bigint, or silence this rule if the table stays small.",
    schema: (state) =>
      [...state.relations.values()].filter(({ temporary }) => !temporary).flatMap((each) =>
        each.constraints.filter(({ kind }) => kind === "primary").flatMap(({ columns }) =>
          columns.flatMap((name) => {
            const column = each.columns.get(name);
            const isCounted = column?.filledBy === "serial" || column?.filledBy === "identity";
            const isNarrow = narrowTypes.has(column?.type ?? "");
            if (column === undefined || !isNarrow || (columns.length > 1 && !isCounted)) return [];
            return [{ reason: `"${name}", the key of ${show(each.relation)}, is ${column.type}` }];
          })
        )
      ),
  },
];

const narrowTypes = new Set(["int2", "int4", "serial", "serial4", "smallserial", "serial2"]);

function columnsOf(
  view: StatementView,
  isBad: (type: string, column: Pick<ColumnShape, "filledBy">) => boolean,
): readonly Hit[] {
  const hit = (relation: RelationName, name: string, type: string): Hit => ({
    reason: `"${name}" of ${show(relation)} is ${type.replace("bpchar", "char")}`,
  });
  return view.changes.flatMap((change) => {
    switch (change.kind) {
      case "createTable":
        return change.temporary ? [] : change.columns
          .filter((column) => isBad(column.type, column))
          .map((column) => hit(change.relation, column.name, column.type));
      case "addColumn": {
        const { column, relation } = change;
        return isBad(column.type, column) ? [hit(relation, column.name, column.type)] : [];
      }
      case "alterType":
        return isBad(change.type, { filledBy: null })
          ? [hit(change.relation, change.column, change.type)]
          : [];
      default:
        return [];
    }
  });
}
