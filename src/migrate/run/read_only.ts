import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";

/**
 * Refuses a read-only server, database or role before anything is written.
 *
 * @throws {MigrationError} If it is read-only.
 */
export async function refuseReadOnly(client: Queryable): Promise<void> {
  const { rows } = await client.query<ReadOnlyRow>(
    `select pg_catalog.pg_is_in_recovery() as standby,
       pg_catalog.current_setting('transaction_read_only') = 'on' as "readOnly",
       (select source from pg_catalog.pg_settings where name = 'default_transaction_read_only') as source,
       current_user::text as role, pg_catalog.current_database() as database`,
  );
  const row = rows[0];
  if (row?.standby === true) {
    throw new MigrationError(
      "Cannot migrate: the server is a standby, which is read-only; set MIGRATION_DATABASE_URL to the primary",
    );
  }
  if (row?.readOnly !== true) return;
  throw new MigrationError(
    `Cannot migrate: transactions of role "${row.role}" in database "${row.database}" are read-only ` +
      `(default_transaction_read_only is on, set by: ${row.source}); migrate as another role, or turn it off there`,
  );
}

interface ReadOnlyRow {
  readonly standby: boolean;
  readonly readOnly: boolean;
  readonly source: string;
  readonly role: string;
  readonly database: string;
}
