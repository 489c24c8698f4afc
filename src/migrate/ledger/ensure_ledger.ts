import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import { sqlState } from "../session/session.ts";

/**
 * Creates the ledger, or adds what later releases added to it. Changes nothing if it is complete.
 *
 * @throws {MigrationError} If the schema does not exist and the role may not create it.
 */
export async function ensureLedger(client: Queryable, ledger: string): Promise<void> {
  const tables = ["migrations", "migration_events", "paused_jobs"];
  const { rows } = await client.query<{ whole: boolean; schema: boolean }>(
    `select exists (select from pg_catalog.pg_attribute
         where attrelid = to_regclass($1) and attname = 'done_steps' and not attisdropped)
       and to_regclass($2) is not null and to_regclass($3) is not null as whole,
       exists (select from pg_catalog.pg_namespace where nspname = $4) as schema`,
    [...tables.map((name) => quoteIdentifier(ledger, name)), ledger],
  );
  if (rows[0]?.whole === true) return;
  // `if not exists` needs the privilege even if the schema exists.
  if (rows[0]?.schema !== true) await createSchema(client, ledger);
  for (const statement of ledgerStatements(ledger)) await client.query(statement);
}

async function createSchema(client: Queryable, ledger: string): Promise<void> {
  const schema = quoteIdentifier(ledger);
  try {
    await client.query(`create schema if not exists ${schema}`);
  } catch (error) {
    if (sqlState(error) !== "42501") throw error;
    throw new MigrationError(
      `Cannot create the ledger "${ledger}": the role may not create schemas in this database; run ` +
        `'create schema ${schema} authorization <the role>' in it as its owner, then migrate again`,
      { code: "42501", cause: error },
    );
  }
}

/** Returns the statements that create the ledger. Each changes nothing if its object exists. */
function ledgerStatements(ledger: string): readonly string[] {
  const table = (name: string) => quoteIdentifier(ledger, name);
  return [
    `create table if not exists ${table("migrations")} (
  id text primary key,
  checksum text not null,
  state text not null check (state in ('applied', 'running', 'reverting')),
  done integer not null default 0,
  started integer,
  deferred jsonb not null default '[]',
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  duration_ms double precision,
  server text not null,
  tool text not null,
  applied_by text not null default session_user,
  out_of_order boolean not null default false,
  error text
)`,
    // Releases up to 0.1.0 created the table without this column.
    `alter table ${
      table("migrations")
    } add column if not exists done_steps jsonb not null default '[]'`,
    `create table if not exists ${table("migration_events")} (
  event bigint generated always as identity primary key,
  migration text not null,
  action text not null,
  at timestamptz not null default clock_timestamp(),
  by text not null default session_user,
  detail text
)`,
    `create table if not exists ${table("paused_jobs")} (
  job_id integer primary key,
  migration text not null,
  paused_at timestamptz not null default clock_timestamp()
)`,
  ];
}
