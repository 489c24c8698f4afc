import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database, sqlState } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import {
  dataSources,
  macroSeries,
  type Schema,
  schema,
  seriesMetadata,
  signals,
} from "../../src/schema/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { serverTest } from "../support/mod.ts";

type Probe = (database: Database<Schema>) => Promise<unknown>;

const instant = new Date("1850-01-01T00:00:00.123Z");

/** Statements with parameters: each must give the same result on a server and in the process. */
const statements: readonly (readonly [text: string, ...values: readonly unknown[]])[] = [
  [
    "select 'infinity'::timestamptz a, '-infinity'::timestamp b, '0044-03-15 BC'::date c, " +
    "'10000-01-01'::date d, 'infinity'::date e",
  ],
  ["select '2024-03-10 02:30:00'::timestamp a, '2024-01-01 00:00:00+05:30'::timestamptz b"],
  ["select 1.10::numeric a, 'NaN'::numeric b, 12::bigint c, 1::smallint d, 0.1::float8 e, 0.1::float4 f"],
  ["select 'NaN'::float8 a, 'Infinity'::float8 b, '1 mon 2 days'::interval c, '10:00'::time d"],
  ["select array['2024-01-01'::date, null] a, array[1.5, null]::numeric[] b, array['x y', '\"'] c"],
  ["select '{\"a\": [1, null]}'::jsonb a, '[]'::json b, '\\x00ff'::bytea c, true d, null e"],
  ["select $1::timestamptz a, $2::timestamp b, $3::timestamptz[] c", instant, instant, [
    instant,
    null,
  ]],
  ["select $1::jsonb a, $2::text[] b, $3::float8[] c, $4::bytea d", { a: 1 }, ["a,b", null, '"'], [
    1.5,
    NaN,
    -Infinity,
  ], Buffer.from([0, 255])],
  [
    "select $1::int8 a, $2::numeric b, $3::bool c, $4::date d",
    9007199254740993n,
    "1.10",
    true,
    "2024-02-29",
  ],
  ["select $1::int a, $2::text b", null, undefined],
  ["select n, n * 2 as n from generate_series(1, 3) n"],
  ["select 1 a limit 0"],
  ["insert into data_sources (name) values ('one'), ('two') returning name"],
  ["update data_sources set notes = $1 where name = $2", "ü€😀", "one"],
  ["select notes from data_sources where name = 'one'"],
  ["delete from data_sources"],
  ["show timezone"],
  ["show datestyle"],
];

/** Failures: the same class, state and fields. */
const failures: readonly string[] = [
  "select * from nowhere",
  "selec 1",
  "select 1 / 0",
  "insert into data_sources (name) values (null)",
  "insert into data_sources (name) values ('a'), ('a')",
  "insert into macro_series (series_id, observation_date, release_time) values (99, '2024-01-01', now())",
  "insert into macro_series (series_id, observation_date, release_time) values (99, '2024-01-01', 'infinity')",
];

async function probeStatement(
  { pool }: Database<Schema>,
  [text, ...values]: readonly [string, ...unknown[]],
): Promise<unknown> {
  const { rows, rowCount, command, fields } = await pool.query(text, [...values]);
  const columns = fields.map(({ name, dataTypeID }) => [name, dataTypeID]);
  return { rows, rowCount, command, columns };
}

async function probeFailure({ pool }: Database<Schema>, text: string): Promise<unknown> {
  const error: unknown = await pool.query(text).then(() => "no error", (error) => error);
  const { message, code, severity, table, column, constraint, detail } = Object(error);
  const name = error instanceof Error ? error.constructor.name : error;
  // TimescaleDB names the chunk where PostgreSQL names the table; old versions also rename foreign
  // keys.
  const plain = (text?: string) =>
    text?.replace(/_hyper_\d+_\d+_chunk/, "macro_series").replace(/\b\d+_\d+_fk_/, "fk_");
  return {
    ...{ name, code, severity, column, message: plain(message) },
    ...{ table: plain(table), constraint: plain(constraint) },
    // The row contains the current time, which differs.
    detail: detail?.startsWith("Failing row") ? "Failing row" : detail,
  };
}

const drizzled: Readonly<Record<string, Probe>> = {
  "rows of a macro series": async ({ db }) => {
    const [source] = await db.insert(dataSources).values({ name: "ALFRED" })
      .returning({ sourceId: dataSources.id });
    const [series] = await db.insert(seriesMetadata).values({
      sourceId: source?.sourceId ?? 0,
      seriesCode: "GDP",
      name: "GDP",
      frequency: "quarterly",
      country: "US",
      unit: "USD",
      releaseTimezone: "America/New_York",
    }).returning({ seriesId: seriesMetadata.id });
    const releaseTime = new Date("2024-04-25T12:30:00Z");
    const row = {
      seriesId: series?.seriesId ?? 0,
      observationDate: "2024-01-01",
      value: 22768.866,
      releaseTime,
    };
    await db.insert(macroSeries).values([row, { ...row, revisionNumber: 1, value: null }]);
    return await db.select({
      ...{ value: macroSeries.value, day: macroSeries.observationDate },
      releaseTime: macroSeries.releaseTime,
    }).from(macroSeries);
  },
  "an empty table": ({ db }) => db.select().from(signals),
  "a relational read": ({ db }) => db.query.dataSources.findMany({ columns: { name: true } }),
  "a savepoint that fails": async ({ db }) => {
    return await db.transaction(async (tx) => {
      const state = await tx.transaction((inner) => inner.execute("select 1 / 0"))
        .catch((error: unknown) => sqlState(error));
      const { rows } = await tx.execute("select 'goes on' as it");
      return [state, rows];
    });
  },
  "a read-only transaction": async ({ db }) => {
    const write = db.transaction((tx) => tx.delete(dataSources), { accessMode: "read only" });
    return await write.then(() => "written", (error: unknown) => sqlState(error));
  },
};

serverTest("timescaledb", "a test database answers as a server does", async (t, { url }) => {
  await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
  await using server = createDatabase({ url, schema });
  await using test = await createTestDatabase({ schema });
  const same = (name: string, probe: Probe) =>
    t.step(name, async () => assert.deepEqual(await probe(test), await probe(server)));
  for (const statement of statements) {
    await same(statement[0], (database) => probeStatement(database, statement));
  }
  for (const text of failures) await same(text, (database) => probeFailure(database, text));
  for (const [name, probe] of Object.entries(drizzled)) await same(name, probe);
});
