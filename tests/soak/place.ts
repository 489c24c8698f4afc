// @ts-types="@types/pg"
import type pg from "pg";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import {
  judgeKnownBugs,
  readSchemaFacts,
} from "../../src/operate/verify/advice/timescaledb/known_bugs/mod.ts";
import { dataSources, instruments, seriesMetadata } from "../../src/schema/mod.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { openClient, type OwnServer, throwawayDatabase } from "../support/mod.ts";
import { INSTRUMENTS, SERIES } from "./soak_window.ts";

/** The name of this process' connections on a server. */
export const APPLICATION = "strata_soak";

/** A server under a soak, with a database of its own on it. */
export interface Place extends AsyncDisposable {
  /** Its name in the report, such as `own server, TimescaleDB 2.18.2`. */
  readonly name: string;
  /** The database's own URL, without faults. */
  readonly url: string;
  /** The proxy that makes the faults of the network. */
  readonly proxy: FaultProxy;
  /** The product's pool, through the proxy. */
  readonly database: Database;
  /** The server, if it was started for the soak and may be stopped. */
  readonly server: OwnServer | undefined;
  /** Whether the compression policies run. */
  readonly compresses: boolean;
}

/** Creates a migrated database with instruments and series, and hurries its policies. */
export async function openPlace(
  label: string,
  url: string,
  server?: OwnServer,
): Promise<Place> {
  await using stack = new AsyncDisposableStack();
  const own = stack.use(await throwawayDatabase(url));
  await createMigrator({ open: () => openPostgresSession(own.url), migrations }).up();
  await fillNames(own.url);
  const { rows: [extension] } = await own.client.query<{ version: string }>(
    "select extversion as version from pg_extension where extname = 'timescaledb'",
  );
  const version = extension?.version ?? "unknown";
  if (extension !== undefined) await heedKnownBugs(own.client, version);
  const compresses = await hurryPolicies(own.client);
  const proxy = stack.use(await FaultProxy.before(own.url));
  const database = stack.use(createDatabase({
    url: proxy.through(own.url),
    applicationName: APPLICATION,
    // Shorter than in service, so that a fault of seconds meets every limit.
    limits: {
      poolSize: 6,
      maxOverflow: 2,
      statementTimeoutMs: 10_000,
      connectTimeoutMs: 3_000,
      maxLifetimeMs: 300_000,
    },
  }));
  const kept = stack.move();
  return {
    name: `${label}, TimescaleDB ${version}`,
    url: own.url,
    proxy,
    database,
    server,
    compresses,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function fillNames(url: string): Promise<void> {
  await using database = createDatabase({ url });
  const { db } = database;
  await db.insert(instruments).values(Array.from({ length: INSTRUMENTS }, (_, i) => ({
    ticker: `T${i + 1}`,
    name: `Instrument ${i + 1}`,
    assetClass: "equity" as const, // not a string at large
    country: "US" as const, // not a string at large
    currency: "USD",
  })));
  await db.insert(dataSources).values({ name: "Soak" });
  await db.insert(seriesMetadata).values(Array.from({ length: SERIES }, (_, i) => ({
    sourceId: 1,
    seriesCode: `S${i + 1}`,
    name: `Series ${i + 1}`,
    frequency: "daily" as const, // not a string at large
    country: "US" as const, // not a string at large
    unit: "index",
    releaseTimezone: "UTC",
  })));
}

/**
 * Follows what `verify` advises against known wrong results of this version: they are not the
 * product's, and would hide what is.
 */
async function heedKnownBugs(client: pg.Client, version: string): Promise<void> {
  const facts = await readSchemaFacts(client);
  const later = { hasCompressed: true, hasUncompressed: true, hasPartial: true };
  const tables = facts.tables.map((table) => ({ ...table, ...later }));
  for (const { remedy } of judgeKnownBugs(version, { ...facts, otherUsers: 0, tables })) {
    if (!remedy.startsWith("alter extension")) await client.query(remedy);
  }
}

/** Has the compression policies run every few seconds; tells whether there are any. */
async function hurryPolicies(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `select alter_job(job_id, schedule_interval => '15 seconds', max_runtime => '1 minute')
      from timescaledb_information.jobs
      where hypertable_schema = 'public' and proc_name ~ 'compression|columnstore'`,
  );
  return (rowCount ?? 0) > 0;
}

/** Ends every connection of the pool on the server, and returns how many there were. */
export async function killBackends({ url }: Place): Promise<number> {
  const client = await openClient(url);
  try {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = $1`,
      [APPLICATION],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}
