import { getTableColumns, getTableName } from "drizzle-orm";
import { getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import type { z } from "zod";
import { insertSchema } from "../../schema/mod.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import { columnCodec } from "./column_codec.ts";
import type { ColumnCodec } from "./column_writer.ts";
import { type CompleteRow, type GivenRow, type TableRules, tableRules } from "./table_rules.ts";

/** A column that rows may give. */
export interface PlannedColumn {
  /** Its TypeScript key. */
  readonly key: string;
  /** Its quoted SQL name. */
  readonly name: string;
  readonly column: PgColumn;
  readonly codec: ColumnCodec;
  /** Whether it belongs to the natural key. */
  readonly isKey: boolean;
  /** Whether a row without it is refused. */
  readonly isRequired: boolean;
  /** The constant that is used if a row gives no value; undefined if there is none. */
  readonly constant: unknown;
}

/** What writing to a table needs to know about it. */
export interface TablePlan {
  readonly table: PgTable;
  /** The name for messages. */
  readonly name: string;
  /** The quoted schema and name in SQL. */
  readonly relation: string;
  /** The columns that rows may give: all except those that the database generates. */
  readonly columns: readonly PlannedColumn[];
  /** The natural key, in the order of its index. */
  readonly key: readonly PlannedColumn[];
  /** The first day or instant of the key, which divides a hypertable into chunks. */
  readonly time: PlannedColumn | undefined;
  /** The columns of the key before the time: the rows of a batch share their values. */
  readonly leading: readonly PlannedColumn[];
  /** Checks a whole row, with messages for people; undefined if a column's type is unknown. */
  readonly schema: z.ZodType | undefined;
  /** Tells whether the fields of a row are consistent; the server checks again. */
  readonly holds: (row: GivenRow) => boolean;
  /** What `holds` requires beyond the schema. */
  readonly wanted: TableRules["wanted"];
  /** Completes a row before it is read; throws if it cannot. */
  readonly complete: CompleteRow;
  /** The field that completion adds. */
  readonly completes: string | undefined;
}

/**
 * Derives what writing to a table needs. The natural key is the primary key, or the only unique
 * constraint if only the database assigns the primary key.
 *
 * @throws {TypeError} If the table has no natural key.
 */
export function tablePlan(table: PgTable): TablePlan {
  const known = plans.get(table);
  if (known !== undefined) return known;
  const plan = makePlan(table);
  plans.set(table, plan);
  return plan;
}

const plans = new WeakMap<PgTable, TablePlan>();

function makePlan(table: PgTable): TablePlan {
  const config = getTableConfig(table);
  const rules = tableRules(table);
  const base = schemaOf(table);
  // as: an insert schema's shape has a schema for each of the table's columns.
  const fields = (base?.shape ?? {}) as Readonly<Record<string, z.ZodType>>;
  // Drizzle's constraints have column objects of their own: only the names are the same.
  const keyNames = naturalKey(table).map(({ name }) => name);
  const columns = Object.entries(getTableColumns(table))
    .filter(([, column]) => !isGenerated(column))
    .map(([key, column]): PlannedColumn => ({
      key,
      name: quoteIdentifier(column.name),
      column,
      codec: columnCodec(column, fields[key]),
      isKey: keyNames.includes(column.name),
      isRequired: keyNames.includes(column.name)
        ? !isConstant(column.default)
        : column.notNull && !isFilled(column),
      constant: isConstant(column.default) ? column.default : undefined,
    }));
  const key = keyNames.flatMap((name) => columns.filter(({ column }) => column.name === name));
  const time = key.find(({ column }) => /^(date|timestamp)/.test(column.getSQLType()));
  return {
    table,
    name: getTableName(table),
    relation: config.schema === undefined
      ? quoteIdentifier(config.name)
      : quoteIdentifier(config.schema, config.name),
    columns,
    key,
    time,
    leading: time === undefined ? key.slice(0, 1) : key.slice(0, key.indexOf(time)),
    schema: rules.schema ?? base,
    holds: rules.holds ?? (() => true),
    wanted: rules.wanted,
    complete: rules.complete ?? ((row) => row),
    completes: rules.completes,
  };
}

function naturalKey(table: PgTable): readonly PgColumn[] {
  const { name, columns, primaryKeys, uniqueConstraints } = getTableConfig(table);
  const primary = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
  if (primary.length > 0 && !primary.some(isAssigned)) return primary;
  const unique = [
    ...uniqueConstraints.map((constraint) => constraint.columns),
    ...columns.filter((column) => column.isUnique).map((column) => [column]),
  ];
  const [only] = unique;
  if (only !== undefined && unique.length === 1 && only.every((column) => column.notNull)) {
    return only;
  }
  throw new TypeError(
    `Cannot write rows into "${name}": it has no natural key to identify rows, ` +
      "declare a primary key that rows give themselves, or one unique constraint without nulls",
  );
}

function isGenerated(column: PgColumn): boolean {
  return column.generated !== undefined || column.generatedIdentity?.type === "always";
}

function isAssigned(column: PgColumn): boolean {
  return isGenerated(column) || column.generatedIdentity !== undefined ||
    /^PgSerial|^PgBigSerial|^PgSmallSerial/.test(column.columnType);
}

/** Only Drizzle's own inserts call a default that is a function. */
function isFilled({ hasDefault, defaultFn }: PgColumn): boolean {
  return hasDefault && defaultFn === undefined;
}

function isConstant(value: unknown): boolean {
  return ["string", "number", "boolean", "bigint"].includes(typeof value) || value instanceof Date;
}

function schemaOf(table: PgTable): z.ZodObject | undefined {
  try {
    return insertSchema(table);
  } catch (error) {
    // The schemas do not know this type: the columns' own checks and the server's remain.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
