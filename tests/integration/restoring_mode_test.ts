import assert from "node:assert/strict";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { appendVintages, backfill, insertRows, loadCsv } from "../../src/ingest/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { statusDocument, statusLines } from "../../src/migrate/command/report.ts";
import { adviseOnServices } from "../../src/operate/verify/mod.ts";
import { marketData } from "../../src/schema/mod.ts";
import { migrations } from "../../migrations/mod.ts";
import { bar, countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const REMEDY = /restoring mode .* run "select timescaledb_post_restore\(\)"/;

const START = new Date("2024-01-01T00:00:00Z");
const END = new Date("2024-01-01T00:01:00Z");

/** Every writer, with a row that it would store. */
const writers: Readonly<Record<string, (database: Database) => Promise<unknown>>> = {
  insertRows: (database) => insertRows(database, marketData, [bar(1, 0)]),
  "insertRows with commitEach": (database) =>
    insertRows(database, marketData, [bar(1, 0)], { commitEach: true }),
  "insertRows in many batches": (database) =>
    insertRows(database, marketData, [bar(1, 0), bar(1, 1), bar(1, 2)], { batchRows: 1 }),
  "insertRows in a transaction": (database) =>
    database.db.transaction((tx) => insertRows(tx, marketData, [bar(1, 0)])),
  appendVintages: (database) =>
    appendVintages(database, [{ seriesId: 1, observationDate: "2024-01-01", value: 1 }], {
      releaseTime: START,
    }),
  backfill: (database) =>
    backfill(database, {
      ...{ exchange: "coinbase", symbol: "s", timeframe: "1m", from: START, to: END },
      fetch: () => [{ time: START, open: 1, high: 1, low: 1, close: 1, volume: 1 }],
    }),
  loadCsv: (database) =>
    withFile(
      "timestamp,close\n2024-01-02T00:00:00Z,1\n",
      (file) =>
        loadCsv(database, marketData, file, { set: { instrumentId: 1, frequency: "daily" } }),
    ),
};

writeTest("a database in restoring mode is written to by nobody", async (test) => {
  const { client, url } = test;
  await client.query("select timescaledb_pre_restore()");
  await using database = createDatabase({ url });
  for (const [name, write] of Object.entries(writers)) {
    await assert.rejects(write(database), { name: "StrataError", message: REMEDY }, name);
  }
  await client.query("select timescaledb_post_restore()");
  await using after = createDatabase({ url });
  await insertRows(after, marketData, [bar(1, 0)]);
  assert.equal(await countRows(test, "market_data"), 1);
});

writeTest(
  "a connection that was opened in restoring mode stays refused",
  async ({ client, url }) => {
    await client.query("select timescaledb_pre_restore()");
    await using database = createDatabase({ url });
    await database.ping();
    await client.query("select timescaledb_post_restore()");
    await assert.rejects(insertRows(database, marketData, [bar(1, 0)]), REMEDY);
  },
);

writeTest("verify and migrate tell of a database in restoring mode", async ({ client, url }) => {
  const migrator = createMigrator({ open: () => openPostgresSession(url), migrations });
  assert.equal((await migrator.status()).server.restoring, false);
  await client.query("select timescaledb_pre_restore()");
  const status = await migrator.status();
  assert.equal(status.ok, false);
  const document = statusDocument(status) as { ok: boolean; restoring: boolean }; // its shape
  assert.deepEqual([document.ok, document.restoring], [false, true]);
  const lines = statusLines(status, (kind) => kind);
  assert.match(lines.at(-1) ?? "", REMEDY);
  await assert.rejects(migrator.up(), { name: "MigrationError", message: REMEDY });
  await assert.rejects(migrator.down({ steps: 1 }), { name: "MigrationError", message: REMEDY });
  const [{ check, findings } = { check: undefined, findings: [] }] = await adviseOnServices({
    settings: loadSettings({ envFile: false, env: { DATABASE_URL: url } }),
    services: ["timescaledb"],
  });
  assert.equal(check?.status, "fail");
  assert.match(check?.detail ?? "", REMEDY);
  assert.deepEqual(findings.map(({ code, severity }) => [code, severity]), [
    ["restoring-mode", "error"],
  ]);
  await client.query("select timescaledb_post_restore()");
  assert.equal((await migrator.status()).ok, true);
});
