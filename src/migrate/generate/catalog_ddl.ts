import type { ColumnModel, ConstraintModel, TableModel } from "../catalog/catalog_model.ts";
import type { ConstraintDdl } from "../catalog/constraint_ddl.ts";
import { readSequenceOptions, sequenceClauses } from "../catalog/sequence_options.ts";
import type { TableDdl } from "../catalog/table_ddl.ts";
import type { TraitModel } from "../catalog/trait_model.ts";
import { identifier } from "../../base/sql/mod.ts";
import { lowerSql } from "./lower_sql.ts";

/**
 * Returns the DDL parts of a table in a catalog, in the server's own wording. `down` uses them for
 * tables that no definition describes any more.
 */
export function catalogDdl(table: TableModel, traits: readonly TraitModel[] = []): TableDdl {
  const identities = new Map(
    traits.filter(({ schema, name, property }) =>
      property === "identity options" && schema === table.schema && name === table.name
    ).map(({ part, value }) => [part, value]),
  );
  return {
    relation: { schema: table.schema, name: table.name },
    columns: table.columns.map((column) => ({
      name: column.name,
      clause: columnModelClause(column, identities.get(column.name)),
    })),
    constraints: table.constraints.map(constraintModelDdl),
    indexes: table.indexes.map(({ name, definition }) => ({
      name,
      statement: lowerSql(definition),
      isConcurrent: false,
    })),
  };
}

/** Returns the type of a column as DDL writes it. */
export function modelType(column: ColumnModel): string {
  return lowerSql(column.type).replace(
    /^(timestamp|time)(\(\d\))? with time zone/,
    (_whole, type: string, precision = "") => `${type}tz${precision}`,
  );
}

function columnModelClause(column: ColumnModel, identityOptions = ""): string {
  const serial = isSerial(column) ? serialTypes[column.type] : undefined;
  return [
    identifier(column.name),
    serial ?? modelType(column),
    ...(column.identity === null ? [] : [
      `generated ${column.identity} as identity`,
      ...identityClauses(identityOptions),
    ]),
    ...(column.generated === null
      ? []
      : [`generated always as (${lowerSql(column.generated)}) stored`]),
    ...(column.nullable || column.identity !== null ? [] : ["not null"]),
    ...(column.default === null || serial !== undefined
      ? []
      : [`default ${lowerSql(column.default)}`]),
  ].join(" ");
}

function identityClauses(text: string): readonly string[] {
  const options = readSequenceOptions(text);
  const clauses = options === null ? [] : sequenceClauses(options);
  return clauses.length === 0 ? [] : [`(${clauses.join(" ")})`];
}

function constraintModelDdl(constraint: ConstraintModel): ConstraintDdl {
  const definition = lowerSql(constraint.definition);
  const [, schema, name] =
    /^foreign key \([^)]*\) references (?:("(?:[^"]|"")+"|[\w$\u0080-\uffff]+)\.)?("(?:[^"]|"")+"|[\w$\u0080-\uffff]+)/
      .exec(definition) ?? [];
  return {
    name: constraint.name,
    clause: `constraint ${identifier(constraint.name)} ${definition}`,
    target: name === undefined ? null : { schema: bare(schema ?? "public"), name: bare(name) },
  };
}

function isSerial(column: ColumnModel): boolean {
  return /^nextval\('.*_seq'::regclass\)$/.test(column.default ?? "");
}

const serialTypes: Readonly<Record<string, string>> = {
  smallint: "smallserial",
  integer: "serial",
  bigint: "bigserial",
};

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
