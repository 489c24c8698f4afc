import assert from "node:assert/strict";
import { hypertables } from "../../src/schema/mod.ts";
import { auditLookAhead } from "../../src/testing/mod.ts";
import { lookAheadCases } from "../fixtures/look_ahead_cases.ts";
import { allRight, pair, query } from "../fixtures/look_ahead_case.ts";
import { AT, fillLookAheadData } from "../fixtures/look_ahead_data.ts";
import { contentOf } from "./look_ahead_support.ts";
import { compress, type ReadingTest, readingTest } from "./point_in_time_support.ts";

/** Buckets that a continuous aggregate has stored outlive the candles that they were made of. */
const stored = pair(
  "a stored bucket that is not over",
  `select bucket, close from candles_5m where bucket <= $1::timestamptz order by bucket desc limit 1`,
  `select bucket, close from candles_5m where bucket + interval '5 minutes' <= $1::timestamptz
    order by bucket desc limit 1`,
);

async function fill({ client }: ReadingTest): Promise<boolean> {
  await fillLookAheadData(client);
  let isCompressed = false;
  for (const { name } of hypertables) {
    isCompressed = await compress(client, name);
  }
  // With statistics, TimescaleDB 2.18.2 takes SkipScan where it gives wrong rows.
  await client.query("analyze");
  if (isCompressed) {
    for (const view of ["candles_5m", "candles_1h", "candles_1d"]) {
      await client.query(`call refresh_continuous_aggregate('${view}', null, null)`);
    }
  }
  return isCompressed;
}

readingTest("each mistake is found on a server, and nothing in the model put right", async (t) => {
  await fill(t);
  const { database, client } = t;
  const before = await contentOf(client);
  const cases = [...lookAheadCases, stored];
  for (const { name, wrong } of cases) {
    const found = await auditLookAhead(wrong, { database, at: AT });
    assert.equal(found.finding?.cause, "look-ahead", `${name}: ${found.text}`);
    assert.ok(found.finding.read, `${name}: ${found.text}`);
  }
  const clean = await auditLookAhead(allRight(cases), { database, at: AT });
  assert.ok(clean.ok, clean.text);
  assert.deepEqual(await contentOf(client), before);
});

readingTest("a model that depends on where rows lie is told apart", async (t) => {
  const isCompressed = await fill(t);
  const rows = `from macro_series where series_id = 2 and release_time <= $1`;
  const { database } = t;
  const models = [
    `select observation_date, value ${rows}`,
    `select observation_date ${rows} limit 1`,
    `select sum(value / 3) as total ${rows}`,
  ];
  for (const [i, text] of models.entries()) {
    const found = await auditLookAhead(query(text), { database, at: AT });
    // An update takes rows out of compressed chunks; which one comes first, and the last digit of a
    // sum, may stay all the same.
    if (isCompressed && i === 0) assert.equal(found.finding?.cause, "row order", found.text);
    else assert.notEqual(found.finding?.cause, "look-ahead", found.text);
  }
  const ordered = query(`select observation_date, value ${rows} order by 1, revision_number`);
  const clean = await auditLookAhead(ordered, { database, at: AT });
  assert.ok(clean.ok, clean.text);
  const sum = query(`select sum(value / 3) as total ${rows}`);
  const tolerant = await auditLookAhead(sum, { database, at: AT, tolerance: 1e-12 });
  assert.ok(tolerant.ok, tolerant.text);
});
