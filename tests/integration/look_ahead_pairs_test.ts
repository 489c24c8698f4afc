import assert from "node:assert/strict";
import { hypertables } from "../../src/schema/mod.ts";
import { auditLookAhead } from "../../src/testing/mod.ts";
import { lookAheadCases } from "../fixtures/look_ahead_cases.ts";
import { allRight, pair } from "../fixtures/look_ahead_case.ts";
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

readingTest("a model without an order by is told apart where rows move", async (t) => {
  const isCompressed = await fill(t);
  const unordered = pair(
    "",
    "select observation_date, value from macro_series where series_id = 2 and release_time <= $1",
    `select observation_date, value from macro_series where series_id = 2 and release_time <= $1
      order by observation_date, revision_number`,
  );
  const { database } = t;
  const found = await auditLookAhead(unordered.wrong, { database, at: AT });
  // An update takes rows out of compressed chunks; in a plain table those of the past stay.
  assert.equal(found.finding?.cause, isCompressed ? "row order" : undefined, found.text);
  const clean = await auditLookAhead(unordered.right, { database, at: AT });
  assert.ok(clean.ok, clean.text);
});
