import type { Queryable } from "../../base/sql/mod.ts";

/** What a session was opened with, and what no migration may leave changed behind. */
export interface SessionState {
  /** Who the session is, and which role it acts as, `none` for itself. */
  readonly identity: SessionIdentity;
  /** The settings that the session was given after its connection, in order of their names. */
  readonly settings: readonly SessionSetting[];
  /** True where it has temporary tables: then none are dropped, its owner may need them. */
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
 * Reads the state of a session: its identity and each setting that is the session's own. The server
 * lists no custom parameters (`app.tenant`): one that migrations need belongs to the role, the database
 * or the options of the connection.
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
 * Brings a session back to its state: role, settings, search path and time limits, `set_config` and
 * `session_replication_role` among them, and drops temporary tables. A migration then finds the same
 * session in a run of its own as in one with others.
 */
export async function restoreSessionState(session: Queryable, state: SessionState): Promise<void> {
  // An earlier role may lack the right to all of this, the session's own user has it.
  await session.query("reset session authorization");
  await session.query("reset role");
  await session.query("reset all");
  if (!state.hasTemporary) await session.query("discard temp");
  await setAll(session, [...state.settings, ...identitySettings(state.identity)]);
}

/** Runs work as who the session was at first, whatever role a migration's statement took since. */
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

/** Sets each in its order; who the session is already it need not become, and may not be allowed to. */
async function setAll(session: Queryable, settings: readonly SessionSetting[]): Promise<void> {
  await session.query(
    `select pg_catalog.set_config(name, value, false)
     from unnest($1::text[], $2::text[]) with ordinality as given (name, value, place)
     where (name, value) not in (('session_authorization', session_user::text), ('role', 'none'))
     order by place`,
    [settings.map(({ name }) => name), settings.map(({ value }) => value)],
  );
}
