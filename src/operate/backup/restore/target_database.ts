import { ConfigError } from "../../../base/errors.ts";
import { type Queryable, quoteIdentifier, quoteLiteral } from "../../../base/sql/mod.ts";
import { RESTORING_STATE } from "../../../timescale/mod.ts";
import type { DatabaseFacts } from "../manifest/mod.ts";
import { urlOf } from "../programs/mod.ts";
import { type Desk, dropDatabase, onDatabase } from "./desk.ts";

/**
 * Refuses a database that exists, unless it is empty.
 *
 * @throws {ConfigError} If it holds anything.
 */
export async function refuseFull(desk: Desk, url: string, name: string): Promise<void> {
  const { rows: [found] } = await desk.query<{ restoring: boolean }>(
    `select exists (select from pg_db_role_setting where setdatabase = d.oid
      and 'timescaledb.restoring=on' = any(setconfig)) as restoring
    from pg_database d where datname = $1`,
    [name],
  );
  if (found === undefined) return;
  const isEmpty = await onDatabase(urlOf(url, name), hasNothing);
  if (isEmpty) return;
  const state = found.restoring
    ? `it exists, an earlier restore into it did not end, and ${RESTORING_STATE}; or drop it`
    : "it exists and is not empty, name another with --database or drop it";
  throw new ConfigError(`Cannot restore into the database "${name}": ${state}`);
}

async function hasNothing(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(
    `select not exists (
      select from pg_namespace n
      left join pg_class c on c.relnamespace = n.oid
      left join pg_proc p on p.pronamespace = n.oid
      where n.nspname !~ '^(pg_|_timescaledb_|timescaledb_)' and n.nspname <> 'information_schema'
        and (n.nspname <> 'public' or c.oid is not null or p.oid is not null)
        and not exists (select from pg_depend where deptype = 'e'
          and objid in (n.oid, c.oid, p.oid))) as empty`,
  );
  return rows[0]?.empty === true;
}

/** Creates a database as the one that was backed up. */
export async function createDatabaseLike(
  desk: Desk,
  name: string,
  facts: DatabaseFacts,
): Promise<void> {
  const locale = facts.locale === null
    ? ""
    : ` ${facts.provider === "icu" ? "icu_locale" : "builtin_locale"} ${
      quoteLiteral(facts.locale)
    }`;
  await desk.query(
    `create database ${quoteIdentifier(name)} template template0
      encoding ${quoteLiteral(facts.encoding)} locale_provider ${quoteIdentifier(facts.provider)}
      lc_collate ${quoteLiteral(facts.collate)} lc_ctype ${quoteLiteral(facts.ctype)}${locale}`,
  );
}

/** Gives a restored database its name, in the place of an empty one if there is one. */
export async function nameDatabase(
  desk: Desk,
  url: string,
  { scratch, name }: { readonly scratch: string; readonly name: string },
): Promise<void> {
  // Somebody may have filled it meanwhile.
  await refuseFull(desk, url, name);
  await dropDatabase(desk, name);
  await desk.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
    scratch,
  ]);
  await desk.query(`alter database ${quoteIdentifier(scratch)} rename to ${quoteIdentifier(name)}`);
}
