import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { createInsertSchema } from "drizzle-zod";
import type { z } from "zod";
import { columnSchema } from "./_column_schema.ts";

/**
 * What an insert schema takes for a column: an instant also as a text with its zone, a number also as
 * a bigint or a text that stands for it exactly, everything else as the column has it.
 */
export type FieldInput<Value> = Value extends Date ? Date | string
  : Value extends number ? number | bigint | string
  : Value;

/** The fields of an insert schema: a column with a default, or one that takes null, may be left out. */
export type InsertShape<Row> = {
  [Key in keyof Row]-?: undefined extends Row[Key] ? z.ZodOptional<
      z.ZodType<Exclude<Row[Key], undefined>, FieldInput<Exclude<Row[Key], undefined>>>
    >
    : z.ZodType<Row[Key], FieldInput<Row[Key]>>;
};

/** A zod schema of what an insert into a table takes. It refuses keys that are no column. */
export type InsertSchema<Table extends PgTable> = z.ZodObject<
  InsertShape<Table["$inferInsert"]>,
  z.core.$strict
>;

/**
 * Makes the insert schema of any Drizzle table. Its messages name the column's key. Refused beside
 * what the column's type refuses: instants without a zone, days that are not in the calendar, NaN and
 * the infinities, empty text where null is refused, and values outside a value list.
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
  // drizzle-zod decides which columns are there, optional and nullable. Its types refuse fields that
  // are made in a loop, hence never; the shape of InsertSchema says the same of the same table.
  const schema = createInsertSchema(table as PgTable, fields as never);
  return schema.strict() as unknown as InsertSchema<Table>;
}
