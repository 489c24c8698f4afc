import type { Queryable } from "../../base/sql/mod.ts";

/** The state of a session before any migration. It is restored after each one. */
export interface SessionState {
  /** The session's user, and the role it acts as; `none` for the user itself. */
  readonly identity: SessionIdentity;
  /** The settings changed since connecting, in order of names. */
  readonly settings: readonly SessionSetting[];
  /** True if the session has temporary tables. Then none are dropped: its owner may need them. */
  readonly hasTemporary: boolean;
}

interface SessionIdentity {
  readonly user: string;
  readonly role: string;
}

interface SessionSetting {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads the state of a session: its identity and the settings made in it. The server does not list
 * custom parameters (`app.tenant`). If migrations need one, set it for the role, the database or in
 * the connection options.
 */
export async function readSessionState(session: Queryable): Promise<SessionState> {
  const { rows: settings } = await session.query<SessionSetting>(
    `select name, setting as value from pg_catalog.pg_settings
     where source = 'session' and context in ('user', 'superuser', 'superuser-backend')
       and name not in ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')
     order by name`,
  );
  const { rows } = await session.query<{ found: boolean }>(
    "select exists (select from pg_catalog.pg_class where relnamespace = pg_my_temp_schema()) as found",
  );
  return {
    identity: await readIdentity(session),
    settings,
    hasTemporary: rows[0]?.found === true,
  };
}

/**
 * Restores the state of a session: role and settings, such as search path, time limits and
 * `session_replication_role`. Also drops temporary tables. So a migration finds the same session
 * state whether it runs alone or after others.
 */
export async function restoreSessionState(session: Queryable, state: SessionState): Promise<void> {
  // The current role may lack the privileges for the rest; the session's own user has them.
  await session.query("reset session authorization");
  await session.query("reset role");
  await session.query("reset all");
  if (!state.hasTemporary) await session.query("discard temp");
  await setAll(session, [...state.settings, ...identitySettings(state.identity)]);
}

/** Runs work with the session's first user and role, even if a migration has changed them. */
export async function asSessionOwner<Value>(
  session: Queryable,
  state: SessionState,
  work: () => Promise<Value>,
): Promise<Value> {
  const now = await readIdentity(session);
  const { user, role } = state.identity;
  if (now.user === user && now.role === role) return await work();
  await takeIdentity(session, state.identity);
  const value = await work();
  await takeIdentity(session, now);
  return value;
}

async function readIdentity(session: Queryable): Promise<SessionIdentity> {
  const { rows } = await session.query<SessionIdentity>(
    "select session_user::text as user, pg_catalog.current_setting('role') as role",
  );
  return rows[0] ?? { user: "", role: "none" };
}

async function takeIdentity(session: Queryable, identity: SessionIdentity): Promise<void> {
  await session.query("reset session authorization");
  await session.query("reset role");
  await setAll(session, identitySettings(identity));
}

function identitySettings({ user, role }: SessionIdentity): readonly SessionSetting[] {
  return [{ name: "session_authorization", value: user }, { name: "role", value: role }];
}

/**
 * Applies settings in order. Skips an identity that is already current, since the session may lack
 * the privilege to set it.
 */
async function setAll(session: Queryable, settings: readonly SessionSetting[]): Promise<void> {
  await session.query(
    `select pg_catalog.set_config(name, value, false)
     from unnest($1::text[], $2::text[]) with ordinality as given (name, value, place)
     where (name, value) not in (('session_authorization', session_user::text), ('role', 'none'))
     order by place`,
    [settings.map(({ name }) => name), settings.map(({ value }) => value)],
  );
}
