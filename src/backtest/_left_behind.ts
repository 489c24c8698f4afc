import type { Database } from "../database/mod.ts";
import { inTransaction } from "./_in_transaction.ts";
import { log } from "./_log.ts";
import { removeRole, ROLE_PREFIX } from "./_roles.ts";

/**
 * Removes roles of sessions whose process is gone: without a connection, and expired or an hour old. A
 * session holds a connection as long as it is open.
 */
export async function removeLeftBehind(pool: Database["pool"]): Promise<void> {
  const { rows } = await pool.query<{ role: string }>(FOUND, [ROLE_PREFIX]);
  for (const { role } of rows) {
    try {
      await inTransaction(pool, async (client) => {
        // One of several that open at once does it.
        const { rows: [lock] } = await client.query<{ isMine: boolean }>(
          'select pg_try_advisory_xact_lock(hashtext($1)) as "isMine"',
          [role],
        );
        if (lock?.isMine) await removeRole(client, role);
      });
    } catch (error) {
      // It may own something in another database, or belong to another operator.
      const reason = error instanceof Error ? error.message : String(error);
      log.warning("The role {role} of a session that is gone stays: {reason}", { role, reason });
    }
  }
}

const FOUND = `
  select r.rolname::text as role
  from pg_roles r
  left join strata_backtest.opened() c on c.role = r.rolname
  where starts_with(r.rolname, $1)
    and (r.rolvaliduntil < now() or c.opened_at < now() - interval '1 hour')
    and not exists (select from pg_stat_activity a where a.usename = r.rolname)`;
