import assert from "node:assert/strict";
import { migrations } from "../../../../migrations/mod.ts";
import { lintMigrations, parseTarget } from "../../../../src/migrate/mod.ts";
import { definitions } from "../../../../src/schema/definitions.ts";

for (const target of ["timescaledb-2.18.2/community/pg15", "timescaledb-2.29.2/community/pg18"]) {
  Deno.test(`lintMigrations finds nothing in this package's own migrations, ${target}`, async () => {
    const { hypertables = [] } = definitions;
    const options = { target: parseTarget(target), definitions: { hypertables } };
    const findings = await lintMigrations(migrations, options);
    assert.deepEqual(findings.filter(({ silenced }) => silenced === null), []);
  });
}
