import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { answerInstants, gdpAsKnownOn, loadSample } from "../../src/sample/mod.ts";
import { migratedTest } from "./schema_support.ts";

const folder = fileURLToPath(new URL("../data/", import.meta.url));

migratedTest("timescaledb", "gdpAsKnownOn gives three figures on three days", async ({ db }) => {
  await loadSample(db, { folder });
  assert.equal(answerInstants.length, 3);
  assert.deepEqual(await gdpAsKnownOn(db), [
    {
      asOf: answerInstants[0],
      value: 22768.866,
      releaseTime: new Date("2024-04-25T12:30:00Z"),
    },
    {
      asOf: answerInstants[1],
      value: 23053.545,
      releaseTime: new Date("2024-09-26T12:30:00Z"),
    },
    {
      asOf: answerInstants[2],
      value: 23082.119,
      releaseTime: new Date("2025-09-25T12:30:00Z"),
    },
  ]);
});

migratedTest(
  "timescaledb",
  "gdpAsKnownOn changes at the minute of each release",
  async ({ db }) => {
    await loadSample(db, { folder });
    const known: [instant: string, value: number | null][] = [
      ["2024-04-25T12:29:59.999Z", null],
      ["2024-04-25T12:30:00Z", 22768.866],
      ["2024-05-30T12:29:59.999Z", 22768.866],
      ["2024-05-30T12:30:00Z", 22749.846],
      ["2024-06-27T12:29:59.999Z", 22749.846],
      ["2024-06-27T12:30:00Z", 22758.752],
      ["2024-09-26T00:00:00Z", 22758.752],
      ["2024-09-26T12:29:59.999Z", 22758.752],
      ["2024-09-26T12:30:00Z", 23053.545],
      ["2025-09-25T12:29:59.999Z", 23053.545],
      ["2025-09-25T12:30:00Z", 23082.119],
      ["2100-01-01T00:00:00Z", 23082.119],
    ];
    const answers = await gdpAsKnownOn(db, known.map(([instant]) => new Date(instant)));
    assert.deepEqual(answers.map((answer) => answer.value), known.map(([, value]) => value));
  },
);

migratedTest(
  "timescaledb",
  "gdpAsKnownOn knows nothing in a database without the series",
  async ({ db }) => {
    const [answer] = await gdpAsKnownOn(db, [new Date("2026-01-01T00:00:00Z")]);
    assert.deepEqual([answer?.value, answer?.releaseTime], [null, null]);
  },
);

migratedTest(
  "timescaledb",
  "the sample's payrolls of January 2025 rose by 143 within one vintage",
  async ({ db, client }) => {
    await loadSample(db, { folder });
    const { rows } = await client.query(`
    select distinct on (observation_date) observation_date::text as month, value
    from macro_series join series_metadata on id = series_id
    where series_code = 'PAYEMS' and release_time <= '2025-02-07 08:30 America/New_York'
    order by observation_date desc, release_time desc, revision_number desc`);
    const [january, december] = rows;
    assert.deepEqual([january.month, december.month], ["2025-01-01", "2024-12-01"]);
    assert.equal(january.value - december.value, 143);
  },
);
