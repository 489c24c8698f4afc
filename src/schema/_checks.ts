import { type SQL, sql } from "drizzle-orm";

/**
 * Refuses NaN and infinities in floating-point columns. In PostgreSQL, NaN is equal to itself and
 * greater than every number, so a comparison alone would accept it.
 */
export function finite(...columns: readonly string[]): SQL {
  return sql.raw(
    columns.map((column) => `${column} not in ('NaN', 'Infinity', '-Infinity')`).join(" and "),
  );
}
