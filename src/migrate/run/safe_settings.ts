import { identifier, type Queryable, quoteLiteral } from "../../base/sql/mod.ts";
import { type SafeSetting, safeSettings, type ServerInfo } from "../../timescale/mod.ts";
import { sqlState } from "../session/session.ts";
import type { MigrationEvent } from "./run.ts";

/** Gives a session the settings that the server's version needs for right answers. */
export async function useSafeSettings(session: Queryable, server: ServerInfo): Promise<void> {
  for (const { name, value } of await missingSettings(session, server)) {
    await session.query(`set ${name} = ${quoteLiteral(value)}`);
  }
}

/**
 * Lists the settings that the server's version needs for right answers and that a new session does
 * not have. One that somebody set for this database or role, whatever its value, is not among them.
 */
export async function missingSettings(
  session: Queryable,
  server: ServerInfo,
): Promise<readonly SafeSetting[]> {
  const wanted = safeSettings(server);
  if (wanted.length === 0) return [];
  const { rows } = await session.query<{ name: string }>(
    `select wanted.name from unnest($1::text[], $2::text[]) as wanted (name, value)
      join pg_catalog.pg_settings known on known.name = wanted.name
      where known.reset_val <> wanted.value and not exists (
        select from pg_catalog.pg_db_role_setting one, unnest(one.setconfig) as line
        where split_part(line, '=', 1) = wanted.name
          and one.setdatabase in (0, (
            select oid from pg_catalog.pg_database where datname = current_database()))
          and one.setrole in (0, (
            select oid from pg_catalog.pg_roles where rolname = session_user)))`,
    [wanted.map(({ name }) => name), wanted.map(({ value }) => value)],
  );
  const missing = new Set(rows.map(({ name }) => name));
  return wanted.filter(({ name }) => missing.has(name));
}

/**
 * Gives the database the settings that its version needs for right answers: new sessions and the
 * jobs that compress have them. A role that does not own the database sets them for itself, which
 * its own sessions and jobs follow.
 */
export async function keepSafeSettings(
  { session, server, emit }: {
    readonly session: Queryable;
    readonly server: ServerInfo;
    readonly emit: (event: MigrationEvent) => void;
  },
): Promise<void> {
  const missing = await missingSettings(session, server);
  if (missing.length === 0) return;
  const { rows } = await session.query<{ database: string; role: string }>(
    "select current_database()::text as database, session_user::text as role",
  );
  const [row] = rows;
  if (row === undefined) return;
  const database = identifier(row.database);
  for (const { name, value, reason } of missing) {
    const setting = `set ${name} = ${value}`;
    const wide = `alter database ${database} ${setting}`;
    try {
      await session.query(wide);
      emit({ kind: "setting", sql: wide, reason, instead: null });
    } catch (error) {
      if (sqlState(error) !== NOT_THE_OWNER) throw error;
      const own = `alter role ${identifier(row.role)} in database ${database} ${setting}`;
      await session.query(own);
      emit({ kind: "setting", sql: own, reason, instead: wide });
    }
  }
}

const NOT_THE_OWNER = "42501";
