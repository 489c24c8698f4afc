import assert from "node:assert/strict";
import { archiveChunks, restoreRanges } from "../../src/beyond/archive/mod.ts";
import {
  curvesHypertable,
  marketDataHypertable,
  signalsHypertable,
  volSurfacesHypertable,
} from "../../src/schema/mod.ts";
import type { Hypertable } from "../../src/timescale/mod.ts";
import { archiveTests, filesBelow, minio, rowsOf } from "./archive_support.ts";

/** Rows with what is easily lost: nulls, an empty text, quotes, exact decimals, documents. */
const fill = `
  insert into instruments (ticker, name, asset_class, country, currency)
  values ('A', 'A', 'equity', 'US', 'USD'), ('B', 'B', 'equity', 'US', 'USD');
  insert into market_data (instrument_id, frequency, timestamp, open, close, volume)
  select i.id, '1d', at, case when day % 3 = 0 then null else day / 3.0 end, 1e-300 * day, null
  from instruments i, generate_series(1, 900, 7) day,
    lateral (select timestamptz '1998-12-20 00:00:00.000001Z' + day * interval '1 day' as at) x;
  insert into curves (curve_id, curve_date, tenor_days, tenor_label, rate)
  select curve, date '2001-01-15' + day, tenor, case tenor when 30 then '' when 90 then E'a,"b"\\n' end, -0.25
  from unnest(array['US', 'éU']) curve, generate_series(0, 700, 30) day, unnest(array[30, 90, 360]) tenor;
  insert into vol_surfaces
  select i.id, date '2001-01-15' + day, 30, delta, 'C', 0.2
  from instruments i, generate_series(0, 700, 30) day, unnest(array[0.10, 0.1000000001, 25]::numeric[]) delta;
  insert into signals (signal_type, signal_date, subject, value, metadata_json)
  select 'momentum', date '2001-01-15' + day, 'market', null, '{"a": [1, null, "é\\\\n"], "b": 1.50}'::jsonb
  from generate_series(0, 700, 30) day`;

const tables: readonly Hypertable[] = [
  marketDataHypertable,
  curvesHypertable,
  volSurfacesHypertable,
  signalsHypertable,
];

archiveTests("each table without revisions goes to files and comes back equal", async (t) => {
  const { client, database, folder, isCommunity } = t;
  await client.query(fill);
  for (const hypertable of tables) {
    const { name } = hypertable;
    if (isCommunity) await client.query(`select compress_chunk(c) from show_chunks('${name}') c`);
    const before = await rowsOf(client, name);
    const olderThan = new Date("2010-01-01T00:00:00Z");
    const { ranges } = await archiveChunks(database, hypertable, {
      ...{ olderThan, to: folder, minio: minio() },
    });
    assert.equal(ranges.reduce((sum, { rows }) => sum + rows, 0), before.length, name);
    assert.deepEqual(await rowsOf(client, name), [], name);
    const files = await filesBelow(folder, name);
    assert.ok(files.length >= 2 && files.length <= 8, files.join(" "));
    assert.ok(files.every((file) => /^\w+\/year=\d{4}\//.test(file)), files.join(" "));
    await restoreRanges(database, hypertable, {
      ...{ from: new Date("1990-01-01T00:00:00Z"), to: olderThan, minio: minio() },
    });
    assert.deepEqual(await rowsOf(client, name), before, name);
  }
});
