import assert from "node:assert/strict";
import { signalSubject, type SignalTarget } from "../../../src/schema/mod.ts";

const cases: [SignalTarget, string][] = [
  [{ instrumentId: 7 }, "instrument:7"],
  [{ instrumentId: 0, seriesId: null }, "instrument:0"],
  [{ seriesId: 12 }, "series:12"],
  [{}, "market"],
  [{ instrumentId: null, seriesId: undefined }, "market"],
];

for (const [target, subject] of cases) {
  Deno.test(`signalSubject gives ${subject} for ${JSON.stringify(target)}`, () => {
    assert.equal(signalSubject(target), subject);
  });
}

Deno.test("signalSubject refuses an instrument and a series at once", () => {
  assert.throws(() => signalSubject({ instrumentId: 1, seriesId: 2 }), {
    name: "TypeError",
    message: /instrumentId 1 and seriesId 2, give one of them/,
  });
});
