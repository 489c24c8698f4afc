import assert from "node:assert/strict";
import { migrations } from "../../../migrations/mod.ts";
import { compareLedger } from "../../../src/migrate/plan/compare.ts";
import { planScript } from "../../../src/migrate/command/report.ts";
import { parseTarget, planUp } from "../../../src/migrate/mod.ts";
import { NEWEST_TESTED } from "../../../src/operate/versions/mod.ts";

const targets = [
  "timescaledb-2.18.1/community/pg15",
  "timescaledb-2.18.2/community/pg16",
  "timescaledb-2.29.2/community/pg18",
  "timescaledb-2.19.3/apache/pg17",
  "postgres-17",
];

for (const target of targets) {
  Deno.test(`the migrations render for ${target} as the golden file has them`, async (t) => {
    const actions = planUp(compareLedger(migrations, []), { target: parseTarget(target) });
    await t.assertSnapshot(planScript(actions).join("\n"));
  });
}

Deno.test("the migrations render for versions newer than those tested as for the newest", () => {
  const script = (version: string) => {
    const target = parseTarget(`timescaledb-${version}/community/pg18`);
    return planScript(planUp(compareLedger(migrations, []), { target }));
  };
  for (const version of ["2.30.0", "2.31.0", "3.0.0"]) {
    assert.deepEqual(script(version), script(NEWEST_TESTED), version);
  }
});
