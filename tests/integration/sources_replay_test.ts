import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import {
  fetchSeries,
  fred,
  type RawArchive,
  rawArchive,
  replaySeries,
  s3Store,
} from "../../src/sources/mod.ts";
import { fredKey, fredStandIn, realVintages } from "../support/fred/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";
import { s3StandIn } from "../support/s3_stand_in.ts";
import { readingTest } from "./point_in_time_support.ts";
import { fetchTask } from "./sources_task_support.ts";
import { noLimit } from "../support/no_limit.ts";

/** Every row of the series, as text, without the clock of this database. */
async function rowsOf({ pool }: Database): Promise<unknown[]> {
  const { rows } = await pool.query(`
    select s.series_code, m.observation_date::text, m.revision_number, m.value, m.release_time::text,
      m.vintage_kind, m.source
    from macro_series m join series_metadata s on s.id = m.series_id order by 1, 2, 3`);
  return rows;
}

async function cursorsOf({ pool }: Database): Promise<unknown[]> {
  const { rows } = await pool.query(
    "select source, code, cursor, settings, facts from strata_ingest.followed_series order by 1, 2",
  );
  return rows;
}

function archiveAt(url: string): RawArchive {
  const { port } = new URL(url);
  const env = { MINIO_HOST: "127.0.0.1", MINIO_PORT: port };
  return rawArchive(s3Store(loadSettings({ env, envFile: false }).minio));
}

readingTest(
  "raw answers give the same rows again, without the source",
  async ({ url, database }) => {
    const histories = await realVintages();
    const clock = { now: new Date("2024-10-15T12:00:00Z") };
    await using s3 = s3StandIn();
    const archive = archiveAt(s3.url);
    const source = (baseUrl: string) => fred({ key: fredKey, baseUrl });
    {
      await using server = fredStandIn(histories, { now: () => clock.now, rates: [] });
      const options = { archive, limiter: noLimit, clock: () => clock.now };
      const fetchAll = async () => {
        for (const { seriesId } of histories.slice(0, 2)) {
          await fetchSeries(database, source(`${server.url}/fred`), seriesId, options);
        }
      };
      await fetchAll();
      clock.now = new Date("2025-12-01T12:00:00Z");
      await fetchAll();
      const stopped = new AbortController();
      await assert.rejects(fetchSeries(database, source(`${server.url}/fred`), "PAYEMS", {
        ...options,
        signal: stopped.signal,
        onProgress: ({ requests }) => requests === 4 && stopped.abort(),
      }));
      clock.now = new Date("2025-12-02T12:00:00Z");
      await fetchSeries(database, source(`${server.url}/fred`), "PAYEMS", options);
    }
    const kept = [...s3.objects].map(([key, text]) => `${key} ${text}`).join("\n");
    assert.ok(kept.includes("GDPC1") && !kept.includes(fredKey), "no object has the key");

    const [rows, cursors] = [await rowsOf(database), await cursorsOf(database)];
    assert.ok(rows.length > 20);
    await using other = await throwawayDatabase(url);
    await createMigrator({ open: () => openPostgresSession(other.url), migrations }).up();
    await using fresh = createDatabase({ url: other.url });
    // Nothing listens there: who asked would fail.
    const gone = source("http://127.0.0.1:1/fred");
    const replayed = async (target: Database) => {
      let inserted = 0;
      for await (const run of archive.runs({ source: "fred" })) {
        inserted += (await replaySeries(target, gone, run)).inserted;
      }
      return inserted;
    };
    assert.equal(await replayed(fresh), rows.length);
    assert.deepEqual(await rowsOf(fresh), rows);
    assert.deepEqual(await cursorsOf(fresh), cursors);
    assert.equal(await replayed(database), 0, "a database that has them all stays as it is");
    assert.deepEqual(await cursorsOf(database), cursors);
  },
);

readingTest("an archive that is down is told, and does not stop a fetch", async ({ database }) => {
  await using s3 = s3StandIn();
  s3.isDown = true;
  await using server = fredStandIn(await realVintages(), { rates: [] });
  const { inserted, notes } = await fetchSeries(
    database,
    fred({ key: fredKey, baseUrl: `${server.url}/fred` }),
    "GDP",
    { archive: archiveAt(s3.url), limiter: noLimit },
  );
  assert.ok(inserted > 0);
  assert.match(
    notes.join(),
    /Not every raw answer is kept\. Cannot use the raw answers .* says 503/,
  );
});

readingTest(
  "fetch --replay repeats what is recorded, and says where it is kept",
  async ({ url, database }) => {
    await using s3 = s3StandIn();
    const { port } = new URL(s3.url);
    const minio = { MINIO_HOST: "127.0.0.1", MINIO_PORT: port };
    {
      await using server = fredStandIn(await realVintages(), { rates: [] });
      const env = { ...minio, FRED_API_URL: `${server.url}/fred`, FRED_API_KEY: fredKey };
      const first = await fetchTask(["fred", "GDP", "PAYEMS"], { url, env });
      assert.equal(first.code, 0, first.stderr);
    }
    const rows = await rowsOf(database);
    await database.pool.query("delete from macro_series");
    await database.pool.query("delete from strata_ingest.vintage_coverage");
    const gone = { ...minio, FRED_API_URL: "http://127.0.0.1:1/fred", FRED_API_KEY: fredKey };
    const list = await fetchTask(["list"], { url, env: gone });
    assert.match(
      list.stdout,
      new RegExp(`Raw answers are kept in http://127.0.0.1:${port}/strata`),
    );
    const one = await fetchTask(["fred", "GDP", "--replay"], { url, env: gone });
    assert.match(one.stdout, /✓ pass {2}fred\/GDP {2}10 new of 10 values/, one.stderr);
    const all = await fetchTask(["--replay"], { url, env: gone });
    assert.match(all.stdout, /fred\/PAYEMS {2}14 new/, all.stderr);
    assert.deepEqual(await rowsOf(database), rows);
    const none = await fetchTask(["--replay"], { url, env: {} });
    assert.deepEqual([none.code, /MINIO_HOST/.test(none.stderr)], [2, true]);
  },
);
