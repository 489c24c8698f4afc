import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { bcb, rawArchive, replaySeries, s3Store, sdmx, treasury } from "../../src/sources/mod.ts";
import { bcbStandIn, realBcbSeries } from "../support/bcb/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";
import { s3StandIn } from "../support/s3_stand_in.ts";
import { realSdmxSeries, type SdmxSeries, sdmxStandIn } from "../support/sdmx/mod.ts";
import { curveDays, treasuryStandIn } from "../support/treasury/mod.ts";
import { fetchNow } from "./fetch_support.ts";
import { readingTest } from "./point_in_time_support.ts";

/** Every value and every point, as text, without the clock of this database. */
async function rowsOf({ pool }: Database): Promise<unknown[]> {
  const { rows } = await pool.query(`
    select d.name, s.series_code, m.observation_date::text, m.revision_number, m.value,
      m.release_time::text, m.vintage_kind
    from macro_series m
    join series_metadata s on s.id = m.series_id join data_sources d on d.id = s.source_id
    union all
    select source, curve_id, curve_date::text, tenor_days, rate, tenor_label, curve_type from curves
    order by 1, 2, 3, 4`);
  return rows;
}

const rate: SdmxSeries = {
  flow: "WS_CBPOL",
  dimensions: { FREQ: "M", REF_AREA: "US" },
  title: "x",
  unit: "PC",
  vintages: [
    { at: "2026-01-10T00:00:00Z", observations: { "2025-11": "4", "2025-12": "3.75" } },
    { at: "2026-06-10T00:00:00Z", observations: { "2025-12": "3.7", "2026-05": "3.5" } },
  ],
};

readingTest(
  "raw answers of every source give the same rows again, at the same release times",
  async ({ url, database }) => {
    await using s3 = s3StandIn();
    const env = { MINIO_HOST: "127.0.0.1", MINIO_PORT: new URL(s3.url).port };
    const archive = rawArchive(s3Store(loadSettings({ env, envFile: false }).minio));
    const sourcesAt = (urls: readonly [string, string, string, string]) =>
      [
        [bcb({ baseUrl: urls[0] }), "433", { assumeLag: "20 days" }],
        [treasury({ baseUrl: urls[1] }), "par", {}],
        [sdmx("ecb", { baseUrl: `${urls[2]}/service` }), "RTD/Q.US.S.GDPC1.X", {}],
        [sdmx("bis", { baseUrl: `${urls[3]}/api/v1` }), "WS_CBPOL/M.US", {}],
      ] as const;
    {
      let now = new Date("2026-03-02T12:00:00Z");
      const standIn = { now: () => now };
      await using sgs = bcbStandIn(await realBcbSeries(), standIn);
      await using curves = treasuryStandIn(curveDays("2026-01-02", "2026-06-30"), standIn);
      await using ecb = sdmxStandIn("ecb", [await realSdmxSeries()], standIn);
      await using bis = sdmxStandIn("bis", [rate], standIn);
      const sources = sourcesAt([sgs.url, curves.url, ecb.url, bis.url]);
      for (const at of ["2026-03-02T12", "2026-03-02T13", "2026-07-01T12"]) {
        now = new Date(`${at}:00:00Z`);
        for (const [source, code, settings] of sources) {
          const options = { archive, clock: () => now, since: "2024-01-01" };
          await fetchNow(database, source, code, { ...options, settings });
        }
      }
    }
    const rows = await rowsOf(database);
    assert.ok(rows.length > 1_000, `${rows.length} rows`);
    await using other = await throwawayDatabase(url);
    await createMigrator({ open: () => openPostgresSession(other.url), migrations }).up();
    await using fresh = createDatabase({ url: other.url });
    // Nothing listens there: who asked would fail.
    const gone = "http://127.0.0.1:1";
    for (const [source] of sourcesAt([gone, gone, gone, gone])) {
      for await (const run of archive.runs({ source: source.name })) {
        await replaySeries(fresh, source, run);
      }
    }
    assert.deepEqual(await rowsOf(fresh), rows);
  },
);
