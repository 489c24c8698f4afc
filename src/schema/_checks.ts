import { type SQL, sql } from "drizzle-orm";

/**
 * Refuses NaN and the infinities in columns of a floating type. PostgreSQL holds NaN equal to itself
 * and above every number, so a comparison alone lets it through.
 */
export function finite(...columns: readonly string[]): SQL {
  return sql.raw(
    columns.map((column) => `${column} not in ('NaN', 'Infinity', '-Infinity')`).join(" and "),
  );
}
