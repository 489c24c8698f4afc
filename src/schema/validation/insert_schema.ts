import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { createInsertSchema } from "drizzle-zod";
import type { z } from "zod";
import { columnSchema } from "./_column_schema.ts";

/**
 * The accepted values for a column: an instant also as a text with its zone, a number also as a
 * bigint or text that converts exactly, everything else as the column's own type.
 */
export type FieldInput<Value> = Value extends Date ? Date | string
  : Value extends number ? number | bigint | string
  : Value;

/** The fields of an insert schema: nullable columns and columns with a default may be omitted. */
export type InsertShape<Row> = {
  [Key in keyof Row]-?: undefined extends Row[Key] ? z.ZodOptional<
      z.ZodType<Exclude<Row[Key], undefined>, FieldInput<Exclude<Row[Key], undefined>>>
    >
    : z.ZodType<Row[Key], FieldInput<Row[Key]>>;
};

/** A zod schema for inserts into a table. It refuses keys that are not columns. */
export type InsertSchema<Table extends PgTable> = z.ZodObject<
  InsertShape<Table["$inferInsert"]>,
  z.core.$strict
>;

/**
 * Creates the insert schema of a Drizzle table. Its messages name the column's key. Besides values
 * of the wrong type, it refuses instants without a zone, days that are not in the calendar, NaN and
 * infinities, empty text in a column that refuses null, and values outside a value list.
 *
 * @example
 * ```ts
 * import { insertSchema, ohlcv } from "@strata/foundation";
 *
 * const schema = insertSchema(ohlcv);
 * const result = schema.safeParse({ exchange: "nowhere", symbol: "BTC-USD" });
 * console.log(result.error?.issues.map((issue) => issue.message));
 * ```
 */
export function insertSchema<Table extends PgTable>(table: Table): InsertSchema<Table> {
  const fields = Object.fromEntries(
    Object.entries(getTableColumns(table)).map(([key, column]) => [
      key,
      () => columnSchema(key, column),
    ]),
  );
  // drizzle-zod decides which columns exist, are optional and are nullable. Its types do not accept
  // fields created in a loop, hence never; InsertSchema describes the same shape.
  const schema = createInsertSchema(table as PgTable, fields as never);
  return schema.strict() as unknown as InsertSchema<Table>;
}
