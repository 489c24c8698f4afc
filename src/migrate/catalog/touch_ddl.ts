import { identifier } from "../../base/sql/mod.ts";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../base/errors.ts";
import { relationIdentifier } from "./relation_identifier.ts";

/** The function that all `updated_at` triggers call. */
export const TOUCH_FUNCTION = "strata_set_updated_at";

/**
 * The statement that creates the function. It uses the clock, not the transaction's start: a
 * transaction that started first but wrote last would set `updated_at` back.
 */
export const touchFunctionStatement = `create or replace function ${TOUCH_FUNCTION}()
returns trigger
language plpgsql
as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end
$$`;

/** Returns the name of a table's `updated_at` trigger. */
export function touchTriggerName(table: string): string {
  return `tg_${table}_updated_at`;
}

/**
 * Returns the statement that creates a table's `updated_at` trigger.
 *
 * @throws {ConfigError} If the table has no `updated_at` column.
 */
export function touchTriggerStatement(table: PgTable): string {
  const { name, schema = "public", columns } = getTableConfig(table);
  if (!columns.some((column) => column.name === "updated_at")) {
    throw new ConfigError(
      `Cannot create the updated_at trigger of "${name}": it has no column updated_at, add one`,
    );
  }
  return [
    `create trigger ${identifier(touchTriggerName(name))}`,
    `before update on ${relationIdentifier({ schema, name })}`,
    `for each row execute function ${TOUCH_FUNCTION}()`,
  ].join("\n");
}

/** Tells whether a trigger is an `updated_at` trigger. */
export function isTouchTrigger(trigger: { readonly definition: string }): boolean {
  return trigger.definition.includes(`${TOUCH_FUNCTION}()`);
}
