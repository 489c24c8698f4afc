import assert from "node:assert/strict";
import { describeAnswer } from "../../../src/sample/mod.ts";

Deno.test("describeAnswer gives a line an instant", () => {
  const lines = describeAnswer([
    { asOf: new Date("2024-01-01T00:00:00Z"), value: null, releaseTime: null },
    {
      asOf: new Date("2024-05-01T12:00:00Z"),
      value: 22768.866,
      releaseTime: new Date("2024-04-25T12:30:00Z"),
    },
  ]);
  assert.deepEqual(lines.slice(1), [
    "  2024-01-01  not released yet",
    "  2024-05-01  22768.866  (released on 2024-04-25)",
  ]);
});
