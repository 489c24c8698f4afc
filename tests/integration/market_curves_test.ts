import assert from "node:assert/strict";
import { curveOn, smileOn } from "../../src/market/mod.ts";
import { curves, volSurfaces } from "../../src/schema/mod.ts";
import { readFacts } from "../../src/sample/read_facts.ts";
import { makeInstruments } from "./market_support.ts";
import { compress, readingTest } from "./point_in_time_support.ts";

readingTest(
  "curveOn reads a curve of a day, or the latest before it that is young enough",
  async (t) => {
    const { database } = t;
    const facts = await readFacts(new URL("../data", import.meta.url).pathname);
    await database.db.insert(curves).values([...facts.curves]);
    const curve = "US_TREASURY_PAR";
    for (const isCompressed of [false, true]) {
      if (isCompressed && !await compress(t.client, "curves")) break;
      const friday = await curveOn(database, { curve, date: "2023-10-06" });
      assert.equal(friday?.date, "2023-10-06");
      assert.equal(friday?.points.length, 13);
      assert.deepEqual(friday?.points[0], { tenorDays: 30, tenorLabel: "1 Mo", rate: 5.59 });
      assert.deepEqual(friday?.points.at(-1), {
        tenorDays: 10_950,
        tenorLabel: "30 Yr",
        rate: 4.95,
      });
      // Columbus Day: 2023-10-09 has no curve.
      assert.equal(await curveOn(database, { curve, date: "2023-10-09" }), null);
      assert.equal(await curveOn(database, { curve, date: "2023-10-09", maxAge: "2 days" }), null);
      const stale = await curveOn(database, { curve, date: "2023-10-09", maxAge: "3 days" });
      assert.equal(stale?.date, "2023-10-06");
      assert.deepEqual(stale?.points, friday?.points);
      assert.equal(
        await curveOn(database, { curve: "NONE", date: "2023-10-09", maxAge: "3 days" }),
        null,
      );

      assert.equal(friday?.rateAt(3650), 4.78);
      // Between 3 years at 4.87 and 5 years at 4.75.
      assert.ok(Math.abs((friday?.rateAt(1460, { method: "linear" }) ?? 0) - 4.81) < 1e-12);
      const monotone = friday?.rateAt(1460) ?? 0;
      assert.ok(monotone > 4.75 && monotone < 4.87);
      assert.throws(() => friday?.rateAt(20), { name: "RangeError", message: /from 30 to 10950/ });
    }
    await assert.rejects(curveOn(database, { curve, date: "2023-10-06T00:00Z" }), {
      name: "TypeError",
    });
  },
);

readingTest("smileOn orders a smile from low strikes to high ones", async (t) => {
  const ids = await makeInstruments(t.client, ["USDBRL"]);
  const instrumentId = ids.get("USDBRL") ?? 0;
  const point = (surfaceDate: string, delta: string, callPut: "C" | "P", impliedVol: number) => ({
    instrumentId,
    surfaceDate,
    tenorDays: 30,
    delta,
    callPut,
    impliedVol,
  });
  await t.database.db.insert(volSurfaces).values([
    point("2024-09-25", "0.50", "C", 0.15),
    point("2024-09-25", "0.25", "C", 0.17),
    point("2024-09-25", "0.10", "C", 0.2),
    point("2024-09-25", "-0.25", "P", 0.14),
    point("2024-09-25", "-0.10", "P", 0.145),
    { ...point("2024-09-26", "0.50", "C", 0.99), tenorDays: 60 },
    point("2024-09-23", "0.50", "C", 0.5),
  ]);
  for (const isCompressed of [false, true]) {
    if (isCompressed && !await compress(t.client, "vol_surfaces")) break;
    const asked = { instrument: "USDBRL", date: "2024-09-26", tenorDays: 30 };
    assert.equal(await smileOn(t.database, asked), null);
    assert.deepEqual(await smileOn(t.database, { ...asked, maxAge: "3 days" }), {
      instrumentId,
      date: "2024-09-25",
      tenorDays: 30,
      points: [
        { delta: "-0.10", callPut: "P", impliedVol: 0.145 },
        { delta: "-0.25", callPut: "P", impliedVol: 0.14 },
        { delta: "0.50", callPut: "C", impliedVol: 0.15 },
        { delta: "0.25", callPut: "C", impliedVol: 0.17 },
        { delta: "0.10", callPut: "C", impliedVol: 0.2 },
      ],
    });
  }
  await assert.rejects(
    smileOn(t.database, { instrument: "NONE", date: "2024-09-26", tenorDays: 30 }),
    {
      name: "RangeError",
    },
  );
});
