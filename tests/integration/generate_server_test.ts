import assert from "node:assert/strict";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { sharedReference } from "./drift_support.ts";
import { generateCases } from "./generate_cases.ts";
import { waysOf, workshop } from "./generate_support.ts";

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `generateMigration writes migrations that a server can apply and revert, ${kind}`,
    async (t, db) => {
      await using reference = await sharedReference();
      await using made = await workshop(reference);
      const open = () => openPostgresSession(db.url);
      for (const { name, from, to } of generateCases) {
        await t.step(name, async () => {
          const first = await made.generate("begin", { migrations: [], definitions: from });
          const second = await made.generate(name, {
            migrations: [first.migration],
            definitions: to,
          });
          const migrations = [first.migration, ...second.migrations];
          const migrator = createMigrator({ open, migrations });
          await migrator.up();
          const check = { open, migrations, openReference: reference.open };
          const { differences } = await checkDrift({ ...check, definitions: to });
          assert.deepEqual(differences, []);

          await migrator.down({ steps: second.migrations.length });
          const before = await checkDrift({
            ...check,
            migrations: [first.migration],
            definitions: from,
          });
          // What cannot be reverted stays, and the comment in the migration says so.
          const isOneWay = /cannot/.test(waysOf(second)[1]);
          if (!isOneWay) assert.deepEqual(before.differences, []);
          await createMigrator({ open, migrations: [first.migration] }).down();
          await db.client.query("drop schema if exists crypto cascade");
        });
      }
    },
  );
}
