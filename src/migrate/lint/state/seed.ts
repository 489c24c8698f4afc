import { getTableConfig } from "drizzle-orm/pg-core";
import type { Hypertable } from "../../../timescale/mod.ts";
import type { ColumnShape, ConstraintShape } from "../parse/shapes.ts";
import { newRelation, relationKey, type RelationState, type SchemaState } from "./schema_state.ts";

/**
 * Returns the state before the first statement: declared hypertables that no migration creates,
 * such as those of another package.
 */
export function seedState(hypertables: readonly Hypertable[]): SchemaState {
  return {
    relations: new Map(
      hypertables.map((declared) => [relationKey(declared), declaredRelation(declared)]),
    ),
  };
}

function declaredRelation(declared: Hypertable): RelationState {
  const config = getTableConfig(declared.table);
  const key = (
    kind: "primary" | "unique",
    name: string | undefined,
    columns: readonly string[],
  ): ConstraintShape => ({
    kind,
    name: name ?? null,
    columns,
    references: null,
    notValid: false,
    nullsNotDistinct: false,
    usingIndex: null,
    provesNotNull: [],
  });
  const names = (columns: readonly { readonly name: string }[]): readonly string[] =>
    columns.map((column) => column.name);
  return newRelation({ schema: declared.schema, name: declared.name }, {
    columns: new Map(config.columns.map((column): [string, ColumnShape] => [column.name, {
      name: column.name,
      type: shortType(column.getSQLType()),
      notNull: column.notNull,
      default: column.hasDefault ? "constant" : "none",
      filledBy: null,
    }])),
    constraints: [
      ...config.columns.filter((column) => column.primary)
        .map((column) => key("primary", undefined, [column.name])),
      ...config.primaryKeys.map((each) => key("primary", each.getName(), names(each.columns))),
      ...config.uniqueConstraints.map((each) => key("unique", each.getName(), names(each.columns))),
    ],
    hypertable: { timeColumn: declared.timeColumn, chunkInterval: declared.chunkInterval },
    integerNow: declared.integerNow !== null,
    compression: declared.compression && { ...declared.compression, sparseIndex: "declared" },
    compressionPolicy: declared.compression?.after === undefined ||
        declared.compression.after === null
      ? null
      : { after: declared.compression.after },
    retentionPolicy: declared.retention === null ? null : { after: declared.retention },
  });
}

/** Converts a long type name of Drizzle to the name that the parser uses. */
function shortType(type: string): string {
  if (/^timestamp\b.*\bwith time zone$/.test(type)) return "timestamptz";
  return longNames.get(type) ?? type;
}

const longNames: ReadonlyMap<string, string> = new Map([
  ["smallint", "int2"],
  ["integer", "int4"],
  ["bigint", "int8"],
  ["real", "float4"],
  ["double precision", "float8"],
  ["boolean", "bool"],
]);
