import assert from "node:assert/strict";
import { to as copyTo } from "pg-copy-streams";
import { appendVintages, asOf, createDatabase, insertRows, macroSeries } from "../../mod.ts";
import { ConnectionError, StrataError } from "../../src/base/errors.ts";
import { migrations } from "../../migrations/mod.ts";
import type { Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { auditLookAhead } from "../../src/testing/mod.ts";
import { AT, fillLookAheadData, series } from "../fixtures/look_ahead_data.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";
import { contentOf } from "./look_ahead_support.ts";

interface Audited extends ThrowawayDatabase {
  readonly database: Database;
}

/** Runs a test on a filled database, and holds that it is the same afterwards, without a session left. */
function auditTest(name: string, run: (t: Audited) => Promise<void>): void {
  serverTest("timescaledb", name, async (_t, given) => {
    await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
    await fillLookAheadData(given.client);
    const before = await contentOf(given.client);
    {
      await using database = createDatabase({ url: given.url });
      await run({ ...given, database });
    }
    assert.deepEqual(await contentOf(given.client), before);
    const { rows } = await given.client.query(
      `select count(*)::int as n from pg_stat_activity
      where datname = $1 and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      [given.name],
    );
    assert.deepEqual(rows, [{ n: 0 }]);
  });
}

const read = (db: Database) => asOf(db, { series: series.gdp, at: AT });

auditTest(
  "a server that ends the session ends the audit, with nothing stored",
  async ({ client, database }) => {
    const killed = auditLookAhead(async (db) => {
      await db.pool.query("insert into data_sources (name) values ('kept?')");
      const { rows } = await db.pool.query("select pg_backend_pid() as pid");
      await client.query("select pg_terminate_backend($1)", [rows[0].pid]);
      return await read(db);
    }, { database, at: AT });
    await assert.rejects(killed, (error) => error instanceof ConnectionError);
    assert.equal((await database.pool.query("select 1 as one")).rows[0].one, 1);
  },
);

auditTest("an abort in the middle of a change ends it at once", async ({ client, database }) => {
  const limit = new AbortController();
  await client.query("begin; select from ohlcv where time = '2024-09-26 13:00Z' for update");
  const started = performance.now();
  const audit = auditLookAhead(read, { database, at: AT, signal: limit.signal });
  setTimeout(() => limit.abort(new Error("enough")), 500);
  await assert.rejects(audit, /enough/);
  assert.ok(performance.now() - started < 5_000);
  await client.query("rollback");
});

auditTest("a change that the server refuses says what helps", async ({ client, url }) => {
  await using database = createDatabase({ url, limits: { statementTimeoutMs: 1_000 } });
  await client.query("begin; select from ohlcv where time = '2024-09-26 13:00Z' for update");
  await assert.rejects(
    auditLookAhead(read, { database, at: AT }),
    (error) =>
      error instanceof StrataError &&
      /the rows of "ohlcv" cannot be changed for a trial .*longer statementTimeoutMs.*nothing is stored/
        .test(error.message),
  );
  await client.query("rollback");
});

auditTest(
  "writers and streams of the package run in an audit, and are taken back",
  async ({ database }) => {
    const report = await auditLookAhead(async (db) => {
      await insertRows(db, macroSeries, [{
        seriesId: series.prices,
        observationDate: "2024-08-01",
        revisionNumber: 500,
        value: 1,
        releaseTime: new Date(AT),
      }]);
      await appendVintages(
        db,
        [{ seriesId: series.payrolls, observationDate: "2024-08-01", value: 7 }],
        { releaseTime: AT },
      );
      return (await asOf(db, { series: series.prices, at: AT })).at(-1);
    }, { database, at: AT });
    assert.ok(report.ok, report.text);
  },
);

auditTest("a copy that looks ahead is found", async ({ url }) => {
  // With a limit of time the driver keeps a timer of each stream until it has passed.
  await using database = createDatabase({ url, limits: { statementTimeoutMs: 0 } });
  const copied = (where: string) => async (db: Database) => {
    const client = await db.pool.connect();
    try {
      const stream = client.query(
        copyTo(`copy (select * from curves where ${where} order by 1, 2, 3) to stdout`),
      );
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      return chunks.map((chunk) => new TextDecoder().decode(chunk)).join("");
    } finally {
      client.release();
    }
  };
  const wrong = await auditLookAhead(copied("curve_date <= '2024-09-26'"), { database, at: AT });
  assert.equal(wrong.finding?.cause, "look-ahead", wrong.text);
  assert.match(wrong.finding.read?.statement ?? "", /^copy/);
  const right = await auditLookAhead(copied("curve_date < '2024-09-26'"), { database, at: AT });
  assert.ok(right.ok, right.text);
});

auditTest("audits at the same time do not see each other", async ({ database }) => {
  const reports = await Promise.all(
    [1, 2, 3].map((day) => auditLookAhead(read, { database, at: `2024-09-2${day}T00:00:00Z` })),
  );
  assert.deepEqual(reports.map(({ finding }) => finding?.cause), [
    "look-ahead",
    "look-ahead",
    "look-ahead",
  ]);
});
