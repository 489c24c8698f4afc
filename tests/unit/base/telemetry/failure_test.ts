import assert from "node:assert/strict";
import { ConnectionError, StrataError } from "../../../../src/base/errors.ts";
import { errorType } from "../../../../src/base/telemetry/mod.ts";

const coded = (code: unknown): Error => Object.assign(new Error("row CANARY"), { code });

const cases: readonly (readonly [what: string, error: unknown, type: string])[] = [
  ["the server's code", coded("23505"), "23505"],
  ["a code that is wrapped", new StrataError("Cannot", { cause: coded("40001") }), "40001"],
  [
    "our own code",
    new ConnectionError("Cannot", { service: "timescaledb", code: "POOL_TIMEOUT" }),
    "POOL_TIMEOUT",
  ],
  ["a name where there is no code", new RangeError("row CANARY"), "RangeError"],
  ["a name where the code is a sentence", coded("row CANARY"), "Error"],
  ["what is no error", "row CANARY", "_OTHER"],
  ["a name that is a sentence", Object.assign(new Error(), { name: "row CANARY" }), "_OTHER"],
];

for (const [what, error, type] of cases) {
  Deno.test(`errorType takes ${what}`, () => assert.equal(errorType(error), type));
}
