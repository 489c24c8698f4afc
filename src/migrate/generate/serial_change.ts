import { identifier, quoteLiteral } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import type { ColumnModel } from "../catalog/catalog_model.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import { readSequenceOptions, sequenceClauses } from "../catalog/sequence_options.ts";
import type { TraitModel } from "../catalog/trait_model.ts";

/** The statements for the sequence of a column that becomes or stops being `serial`. */
export interface SerialChange {
  /** The statements before the default is set. */
  readonly before: readonly string[];
  /** The statements after the default is set. */
  readonly after: readonly string[];
  /** True if the default needs no statement of its own. */
  readonly keepsDefault: boolean;
}

/** The expected and the actual column, with the traits of their catalogs. */
export interface SerialSides {
  readonly expected: { readonly column: ColumnModel; readonly traits: readonly TraitModel[] };
  readonly actual: { readonly column: ColumnModel; readonly traits: readonly TraitModel[] };
}

/** Returns the statements that create, rename or drop the sequence of a serial column. */
export function serialChange(relation: RelationName, sides: SerialSides): SerialChange {
  const next = ownSequence(relation, sides.expected);
  const former = ownSequence(relation, sides.actual);
  const none: SerialChange = { before: [], after: [], keepsDefault: false };
  if (next !== null && former !== null) {
    if (formatRelation(next) === formatRelation(former)) return none;
    const renamed = `alter sequence ${relationIdentifier(former)} rename to ${
      identifier(next.name)
    }`;
    return { before: [renamed], after: [], keepsDefault: true };
  }
  if (former !== null) {
    return { ...none, after: [`drop sequence ${relationIdentifier(former)}`] };
  }
  if (next === null) return none;
  const column = identifier(sides.expected.column.name);
  const options = readSequenceOptions(next.value);
  const clauses = options === null ? [] : [`as ${options.type}`, ...sequenceClauses(options)];
  return {
    before: [
      [
        `create sequence ${relationIdentifier(next)}`,
        ...clauses,
        `owned by ${relationIdentifier(relation)}.${column}`,
      ].join(" "),
    ],
    after: [startStatement(relation, sides.expected.column.name, options?.start ?? "1")],
    keepsDefault: false,
  };
}

/** Returns the statement that sets the sequence of a column to continue after the largest value. */
export function startStatement(relation: RelationName, column: string, start: string): string {
  const table = relationIdentifier(relation);
  const name = identifier(column);
  const sequence = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column)})`;
  return `select setval(${sequence}, max(${name}))\nfrom ${table}\nhaving max(${name}) >= ${start}`;
}

function ownSequence(
  relation: RelationName,
  side: SerialSides["expected"],
): TraitModel | null {
  const [, text] = /^nextval\('(.+)'::regclass\)$/.exec(side.column.default ?? "") ?? [];
  if (text === undefined) return null;
  return side.traits.find((trait) =>
    trait.property === "sequence" && trait.schema === relation.schema &&
    [trait.name, identifier(trait.name)].includes(text.replace(/^.*\.(?="|[^"]*$)/, "")) &&
    trait.value.endsWith(`.${side.column.name}`)
  ) ?? null;
}
