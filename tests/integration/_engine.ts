import {
  createMigrator,
  type MigrationSession,
  type Migrator,
  type MigratorOptions,
  openPostgresSession,
  type OpenSession,
} from "../../src/migrate/mod.ts";
import { engineMigrations } from "../fixtures/engine_migrations.ts";
import { acquireLock } from "../../src/migrate/run/lock.ts";
import { detectServer } from "../../src/timescale/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";

// deno-lint-ignore no-explicit-any -- a row has whatever columns the test selects
type Row = any;

/** What a test of the engine gets: its own empty database. */
export interface EngineTest {
  readonly url: string;
  session(): Promise<MigrationSession>;
  sql(text: string): Promise<void>;
  one(text: string): Promise<Row>;
  /** Tables, columns, indexes, constraints, hypertables and jobs as one text. */
  fingerprint(): Promise<string>;
  holdLock(): Promise<AsyncDisposable & { readonly pid: number }>;
  terminate(applicationName: string): Promise<void>;
  /**
   * Opens sessions in which the server claims a lesser edition. A real server cannot switch: its
   * license is set for the whole server, and other tests run on it.
   */
  openAs(edition: "apache" | "none"): OpenSession;
  /** Opens sessions of the Apache edition; real ones if the server is Apache. */
  openApache: OpenSession;
}

/**
 * Declares a test of the engine on every server, or on those of one edition; for `apache`, a
 * Community server may stand in.
 */
export function engineTest(
  name: string,
  run: (t: EngineTest) => Promise<void>,
  options: { readonly edition?: "apache" | "community" } = {},
): void {
  const test = async (_t: Deno.TestContext, database: ThrowawayDatabase) =>
    await run(engineContext(database));
  if (options.edition !== "community") serverTest("timescaledb", `migrate: ${name}`, test);
  if (options.edition !== "apache") serverTest("community", `migrate on community: ${name}`, test);
}

/** Creates a migrator for the test's database; by default with the engine's own migrations. */
export function migratorOn({ url }: EngineTest, options: Partial<MigratorOptions> = {}): Migrator {
  return createMigrator({
    open: () => openPostgresSession(url),
    migrations: engineMigrations,
    ...options,
  });
}

/** The ids of the migrations with their states. */
export async function states(migrator: Migrator): Promise<readonly string[]> {
  const { migrations } = await migrator.status();
  return migrations.map(({ id, state }) => `${id.slice(0, 4)} ${state}`);
}

function engineContext({ url, client, name }: ThrowawayDatabase): EngineTest {
  const query = async (text: string): Promise<Row[]> => (await client.query(text)).rows;
  const openAs = (edition: "apache" | "none"): OpenSession => async () => {
    const session = await openPostgresSession(url);
    const answered = edition === "apache"
      ? { license: "apache" }
      : { timescaledb: null, license: null, available: null };
    return {
      cancel: () => session.cancel(),
      query: async (text, values) => {
        const answer = await session.query<Row>(text, values);
        if (!text.includes("pg_available_extensions")) return answer;
        return { rows: [{ ...answer.rows[0], ...answered }] };
      },
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  };
  return {
    url,
    session: () => openPostgresSession(url, { applicationName: "test" }),
    sql: async (text) => void await query(text),
    one: async (text) => (await query(text))[0],
    fingerprint: async () => JSON.stringify(await query(fingerprintSql)),
    holdLock: () => holdLock(url),
    terminate: async (applicationName) => {
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = $2",
        [applicationName, name],
      );
    },
    openAs,
    openApache: async () => {
      await using session = await openPostgresSession(url);
      const { edition } = await detectServer(session);
      return edition === "community" ? await openAs("apache")() : await openPostgresSession(url);
    },
  };
}

async function holdLock(url: string): Promise<AsyncDisposable & { readonly pid: number }> {
  const session = await openPostgresSession(url, { applicationName: "the holder of the test" });
  const lock = await acquireLock(session, { ledger: "strata_migrations", timeoutMs: 0 });
  return {
    pid: lock.pid,
    [Symbol.asyncDispose]: async () => {
      await lock[Symbol.asyncDispose]();
      await session[Symbol.asyncDispose]();
    },
  };
}

const fingerprintSql = `
  select 'column' as kind, attrelid::regclass::text as object, attname || ' ' || format_type(atttypid, atttypmod) ||
    case when attnotnull then ' not null' else '' end as definition
  from pg_attribute join pg_class c on c.oid = attrelid
  where c.relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
  union all
  select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) || ' ' || indisvalid
  from pg_index join pg_class c on c.oid = indrelid where c.relnamespace = 'public'::regnamespace
  union all
  select 'constraint', conrelid::regclass::text || ' ' || conname, pg_get_constraintdef(oid)
  from pg_constraint where connamespace = 'public'::regnamespace
  union all
  select 'comment', objoid::regclass::text, description
  from pg_description where classoid = 'pg_class'::regclass and objoid in (
    select oid from pg_class where relnamespace = 'public'::regnamespace)
  order by 1, 2, 3`;
