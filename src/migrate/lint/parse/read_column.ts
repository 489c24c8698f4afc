import type { ColumnDef, ColumnRef, Constraint, Node } from "libpg-query";
import { defaultKind } from "./literals.ts";
import { relationOf, stringsOf, typeText } from "./names.ts";
import { findNodes } from "./walk.ts";
import type { ColumnShape, ConstraintKind, ConstraintShape } from "./shapes.ts";

/** Reads a column and the constraints in its definition. */
export function readColumn(
  definition: ColumnDef,
): { readonly column: ColumnShape; readonly constraints: readonly ConstraintShape[] } {
  const name = definition.colname ?? "";
  const type = typeText(definition.typeName);
  const own = constraintsOf(definition.constraints);
  const has = (kind: string) => own.some((constraint) => constraint.contype === kind);
  const isSerial = serialTypes.has(type);
  const generated = own.find((constraint) => constraint.contype === "CONSTR_GENERATED");
  const filledBy = has("CONSTR_IDENTITY")
    ? "identity"
    : generated !== undefined
    ? generated.generated_kind === "v" ? "virtual" : "generated"
    : isSerial
    ? "serial"
    : null;
  const given = own.find((constraint) => constraint.contype === "CONSTR_DEFAULT");
  return {
    column: {
      name,
      type,
      notNull: isSerial || has("CONSTR_NOTNULL") || has("CONSTR_PRIMARY") || has("CONSTR_IDENTITY"),
      default: defaultKind(given?.raw_expr),
      filledBy,
    },
    constraints: own.flatMap((constraint) => {
      const shape = readConstraint(constraint);
      if (shape === null || shape.kind === "notNull") return [];
      return [shape.kind === "check" ? shape : { ...shape, columns: [name] }];
    }),
  };
}

/** Reads a constraint; returns null for what rules do not treat as one, such as a default. */
export function readConstraint(constraint: Constraint): ConstraintShape | null {
  const kind = kinds[constraint.contype ?? ""];
  if (kind === undefined) return null;
  return {
    kind,
    name: constraint.conname ?? null,
    columns: kind === "check"
      ? columnsIn(constraint.raw_expr)
      : stringsOf(kind === "foreign" ? constraint.fk_attrs : constraint.keys),
    references: constraint.pktable === undefined ? null : relationOf(constraint.pktable),
    notValid: constraint.skip_validation === true,
    nullsNotDistinct: constraint.nulls_not_distinct === true,
    usingIndex: constraint.indexname ?? null,
    provesNotNull: kind === "notNull"
      ? stringsOf(constraint.keys)
      : kind === "check"
      ? provenColumns(constraint.raw_expr)
      : [],
  };
}

const kinds: Readonly<Record<string, ConstraintKind>> = {
  CONSTR_PRIMARY: "primary",
  CONSTR_UNIQUE: "unique",
  CONSTR_FOREIGN: "foreign",
  CONSTR_CHECK: "check",
  CONSTR_NOTNULL: "notNull",
  CONSTR_EXCLUSION: "exclude",
};

const serialTypes = new Set([
  "serial",
  "bigserial",
  "smallserial",
  "serial2",
  "serial4",
  "serial8",
]);

function constraintsOf(nodes: readonly Node[] | undefined): readonly Constraint[] {
  return (nodes ?? []).flatMap((node) => "Constraint" in node ? [node.Constraint] : []);
}

/** Returns the distinct columns that an expression reads. */
function columnsIn(expression: Node | undefined): readonly string[] {
  // as: the parser puts a ColumnRef under this key.
  const references = findNodes(expression, "ColumnRef") as readonly ColumnRef[];
  return [...new Set(references.flatMap(({ fields }) => stringsOf(fields).slice(-1)))];
}

/**
 * Returns the columns of `a is not null and b is not null`; other parts of the `and` are ignored.
 */
function provenColumns(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ("BoolExpr" in node && node.BoolExpr.boolop === "AND_EXPR") {
    return (node.BoolExpr.args ?? []).flatMap(provenColumns);
  }
  if (!("NullTest" in node) || node.NullTest.nulltesttype !== "IS_NOT_NULL") return [];
  const { arg } = node.NullTest;
  if (arg === undefined || !("ColumnRef" in arg)) return [];
  return stringsOf(arg.ColumnRef.fields).slice(-1);
}
