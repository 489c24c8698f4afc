import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type CsvResult, loadCsv } from "../../src/ingest/mod.ts";
import { macroSeries } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";
import type { MigratedTest } from "./schema_support.ts";

const zone = "America/New_York";

/** Loads a new series that another session has made in the given zone but not committed yet. */
async function loadBeside(
  { db, client }: MigratedTest,
  { code, otherZone }: { readonly code: string; readonly otherZone: string },
): Promise<CsvResult> {
  const content = `series,observation_date,value\nSource/${code},2024-01-01,1\n`;
  return await withFile(content, async (file) => {
    await client.query("begin");
    await client.query(
      `insert into series_metadata
        (source_id, series_code, name, frequency, country, unit, release_timezone)
        values (1, $1, 'x', 'daily', 'US', 'x', $2)`,
      [code, otherZone],
    );
    const loading = loadCsv(db, macroSeries, file, {
      set: { releaseTime: "2024-11-20" },
      create: { unit: "x", frequency: "daily", country: "US", zone },
    });
    loading.catch(() => {});
    for (let waiting = 0; waiting === 0; await sleep(20)) {
      const { rows } = await client.query(
        `select count(*)::int as waiting from pg_locks where not granted
          and pid in (select pid from pg_stat_activity where datname = current_database())`,
      );
      waiting = rows[0]?.waiting;
    }
    await client.query("commit");
    return await loading;
  });
}

writeTest(
  "loadCsv uses a name that another load makes at the same time in the same zone",
  async (database) => {
    const { inserted, created } = await loadBeside(database, { code: "SAME", otherZone: zone });
    assert.deepEqual([inserted, created], [1, undefined]);
  },
);

writeTest(
  "loadCsv stores nothing if another load makes a name in another zone",
  async (database) => {
    await assert.rejects(
      loadBeside(database, { code: "OTHER", otherZone: "Asia/Tokyo" }),
      /Cannot make "Source\/OTHER" in series_metadata: another load has just made it in the zone Asia/,
    );
    assert.equal(await countRows(database, "macro_series"), 0);
  },
);
