import assert from "node:assert/strict";
import { MINIMUM_TIMESCALEDB } from "../../../../src/timescale/mod.ts";
import { formatTarget, hasCapability, parseTarget } from "../../../../src/migrate/author/target.ts";

const targets: Readonly<Record<string, string>> = {
  "timescaledb-2.18.2/community": "timescaledb-2.18.2/community/pg17",
  "timescaledb-2.18": "timescaledb-2.18/community/pg17",
  "timescaledb-2.19.3/apache/pg16": "timescaledb-2.19.3/apache/pg16",
  "postgres-15": "postgres-15",
  "postgresql": "postgres-17",
};
for (const [text, formatted] of Object.entries(targets)) {
  Deno.test(`parseTarget reads ${text}`, () => {
    assert.equal(formatTarget(parseTarget(text)), formatted);
  });
}

for (
  const text of [
    "",
    "timescaledb",
    "timescaledb-2.17.2/community",
    "timescaledb-2.18/gold",
    "mysql-8",
  ]
) {
  Deno.test(`parseTarget refuses "${text}"`, () => {
    assert.throws(() => parseTarget(text), TypeError);
  });
}

Deno.test("parseTarget and the README name the oldest supported TimescaleDB", async () => {
  assert.throws(() => parseTarget("timescaledb-2.13.0/community"), {
    message: /migrations run on 2\.18\.1 and newer/,
  });
  const readme = await Deno.readTextFile(new URL("../../../../README.md", import.meta.url));
  const ranges = [...readme.matchAll(/TimescaleDB\s+(\d+\.\d+(?:\.\d+)?)\s+to\s/g)];
  assert.deepEqual(ranges.map(([, oldest]) => oldest), [MINIMUM_TIMESCALEDB]);
});

Deno.test("hasCapability knows what each edition has", () => {
  const table = ["timescaledb-2.20.0/community", "timescaledb-2.20.0/apache", "postgres-17"].map((
    text,
  ) =>
    ([null, "hypertable", "compression", "policy", "continuousAggregate"] as const)
      .map((capability) => hasCapability(parseTarget(text), capability))
  );
  assert.deepEqual(table, [
    [true, true, true, true, true],
    [true, true, false, false, false],
    [true, false, false, false, false],
  ]);
});
