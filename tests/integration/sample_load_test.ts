import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isEmpty, loadSample } from "../../src/sample/mod.ts";
import { readFacts } from "../../src/sample/read_facts.ts";
import { writeFacts } from "../../src/sample/write_facts.ts";
import { migratedTest } from "./schema_support.ts";

const folder = fileURLToPath(new URL("../data/", import.meta.url));
const rows = {
  ["data_sources"]: 4,
  ["instruments"]: 1,
  ["series_metadata"]: 6,
  ["macro_series"]: 112,
  ["curves"]: 312,
  ["ohlcv"]: 240,
};

migratedTest("timescaledb", "loadSample fills an empty database once", async ({ db, client }) => {
  assert.equal(await isEmpty(db), true);
  assert.deepEqual(await loadSample(db, { folder }), { loaded: true, rows });
  assert.equal(await isEmpty(db), false);
  assert.deepEqual(await loadSample(db, { folder }), { loaded: false, rows: {} });
  for (const [table, count] of Object.entries(rows)) {
    const { rows: [row] } = await client.query(`select count(*)::int as n from ${table}`);
    assert.equal(row.n, count, table);
  }
});

migratedTest("timescaledb", "loadSample called twice at once loads once", async ({ db }) => {
  const summaries = await Promise.all([loadSample(db, { folder }), loadSample(db, { folder })]);
  assert.deepEqual(summaries.map((summary) => summary.loaded).toSorted(), [false, true]);
});

migratedTest(
  "timescaledb",
  "loadSample leaves a database alone that holds anything",
  async ({ db, client }) => {
    await client.query(
      "insert into ohlcv values ('kraken', 'XBT/USD', '1m', '2024-01-01Z', 1, 1, 1, 1, 0)",
    );
    assert.equal(await isEmpty(db), false);
    assert.deepEqual(await loadSample(db, { folder }), { loaded: false, rows: {} });
    const { rows: [row] } = await client.query("select count(*)::int as n from data_sources");
    assert.equal(row.n, 0);
  },
);

migratedTest(
  "timescaledb",
  "writeFacts by natural keys adds nothing the second time",
  async ({ db }) => {
    const facts = await readFacts(folder);
    assert.deepEqual(await writeFacts(db, facts), rows);
    const again = await writeFacts(db, facts);
    assert.deepEqual(Object.values(again), [0, 0, 0, 0, 0, 0]);
  },
);

migratedTest(
  "timescaledb",
  "loadSample writes nothing when a candle is refused",
  async ({ db }) => {
    const broken = await mkdtemp(join(tmpdir(), "strata-"));
    try {
      await cp(folder, broken, { recursive: true });
      const path = join(broken, "btc_usd_minutes.csv");
      const text = await readFile(path, "utf8");
      await writeFile(path, text.replace(/^(2018-04-04T03:59:00Z,.*),[\d.]+$/m, "$1,-1"));
      await assert.rejects(loadSample(db, { folder: broken }), (error: Error) => {
        assert.match(String(error.cause ?? error), /ck_ohlcv_volume/);
        return true;
      });
      assert.equal(await isEmpty(db), true);
    } finally {
      await rm(broken, { recursive: true });
    }
  },
);
