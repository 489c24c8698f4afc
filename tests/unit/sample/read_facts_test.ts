import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readFacts } from "../../../src/sample/read_facts.ts";
import { curvesInsertSchema, ohlcvInsertSchema } from "../../../src/schema/mod.ts";

const folder = fileURLToPath(new URL("../../data/", import.meta.url));

Deno.test("readFacts reads every series of the sample", async () => {
  const { series } = await readFacts(folder);
  const counts = series.map(([one, revisions]) => [one.seriesCode, revisions.length]);
  assert.deepEqual(Object.fromEntries(counts), {
    GDPC1: 17,
    GDP: 10,
    PAYEMS: 14,
    "433": 19,
    "1": 21,
    "432": 31,
  });
});

Deno.test("readFacts dates no macro figure before the day that it describes", async () => {
  const { series } = await readFacts(folder);
  for (const [{ seriesCode }, revisions] of series) {
    for (const { observationDate, releaseTime } of revisions) {
      assert.ok(releaseTime >= new Date(observationDate), `${seriesCode} ${observationDate}`);
    }
  }
});

Deno.test("readFacts numbers the payrolls of October 2024 through the benchmark revision", async () => {
  const { series } = await readFacts(folder);
  const payrolls = series.find(([one]) => one.seriesCode === "PAYEMS")?.[1] ?? [];
  const october = payrolls.filter((one) => one.observationDate === "2024-10-01");
  assert.deepEqual(
    october.map((one) => [one.revisionNumber, one.value, one.releaseTime.toISOString()]),
    [
      [0, 159061, "2024-12-06T13:30:00.000Z"],
      [1, 159068, "2025-01-10T13:30:00.000Z"],
      [2, 158358, "2025-02-07T13:30:00.000Z"],
    ],
  );
});

Deno.test("readFacts reads curve points and candles that the insert schemas accept", async () => {
  const { curves, candles } = await readFacts(folder);
  assert.equal(curves.length, 24 * 13);
  assert.equal(candles.length, 240);
  for (const point of curves) curvesInsertSchema.parse(point);
  for (const candle of candles) ohlcvInsertSchema.parse(candle);
  const last = curves.filter((one) => one.curveDate === "2023-10-31" && one.tenorDays === 3650);
  assert.deepEqual(last.map((one) => one.rate), [4.88]);
});

Deno.test("readFacts names the file that is missing", async () => {
  await assert.rejects(readFacts("/nowhere"), { name: "ConfigError", message: /nowhere.*restore/ });
});

Deno.test("every facts file says where it comes from, and the README names it", async () => {
  const readme = await Deno.readTextFile(`${folder}README.md`);
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".csv")) continue;
    const text = await Deno.readTextFile(`${folder}${name}`);
    assert.match(text, /^# .*(ALFRED|Banco Central|Treasury|Coinbase|IPCA)/, name);
    assert.ok(readme.includes(`\`${name}\``), name);
  }
});
