import { identifier } from "../../base/sql/mod.ts";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../base/errors.ts";
import { relationIdentifier } from "./relation_identifier.ts";

/** The function that every `updated_at` trigger calls. */
export const TOUCH_FUNCTION = "strata_set_updated_at";

/**
 * The statement that creates the function. The clock and not the transaction's start: a transaction
 * that began first and wrote last would turn `updated_at` back.
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

/** The name of a table's `updated_at` trigger. */
export function touchTriggerName(table: string): string {
  return `tg_${table}_updated_at`;
}

/**
 * The statement that creates a table's `updated_at` trigger.
 *
 * @throws {ConfigError} Where the table has no column `updated_at`.
 */
export function touchTriggerStatement(table: PgTable): string {
  const { name, schema = "public", columns } = getTableConfig(table);
  if (!columns.some((column) => column.name === "updated_at")) {
    throw new ConfigError(
      `Cannot have "${name}" follow its updates: it has no column updated_at, add one`,
    );
  }
  return [
    `create trigger ${identifier(touchTriggerName(name))}`,
    `before update on ${relationIdentifier({ schema, name })}`,
    `for each row execute function ${TOUCH_FUNCTION}()`,
  ].join("\n");
}

/** Answers whether a trigger is one that keeps `updated_at`. */
export function isTouchTrigger(trigger: { readonly definition: string }): boolean {
  return trigger.definition.includes(`${TOUCH_FUNCTION}()`);
}
