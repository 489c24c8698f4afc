import assert from "node:assert/strict";
import { doublePrecision, integer, pgTable, text, varchar } from "drizzle-orm/pg-core";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { sharedReference } from "./drift_support.ts";
import { workshop } from "./generate_support.ts";

const from = { tables: [pgTable("notes", { id: integer(), v: varchar({ length: 20 }) })] };
const casts = [
  {
    name: "varchar(20) to varchar(5)",
    from,
    to: { tables: [pgTable("notes", { id: integer(), v: varchar({ length: 5 }) })] },
    lost: "'too long'",
    kept: "'short'",
  },
  {
    name: "double precision to integer",
    from: { tables: [pgTable("notes", { id: integer(), v: doublePrecision() })] },
    to: { tables: [pgTable("notes", { id: integer(), v: integer() })] },
    lost: "1.5",
    kept: "2",
  },
  {
    name: "text to integer",
    from: { tables: [pgTable("notes", { id: integer(), v: text() })] },
    to: { tables: [pgTable("notes", { id: integer(), v: integer() })] },
    lost: "'1.5'",
    kept: "'07'",
  },
];

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `generated casts fail if they would lose data, ${kind}`,
    async (t, db) => {
      await using reference = await sharedReference();
      await using made = await workshop(reference);
      const open = () => openPostgresSession(db.url);
      for (const { name, from, to, lost, kept } of casts) {
        await t.step(name, async () => {
          const first = await made.generate("begin", { migrations: [], definitions: from });
          const second = await made.generate("retype", {
            migrations: [first.migration],
            definitions: to,
          });
          assert.match(second.warnings.join("\n"), /Fails if the cast/);
          const migrations = [first.migration, second.migration];
          await createMigrator({ open, migrations: [first.migration] }).up();
          await db.client.query(`insert into notes values (1, ${lost}), (2, ${kept})`);
          const migrator = createMigrator({ open, migrations });
          await assert.rejects(migrator.up(), /would change|invalid input syntax/);
          await db.client.query("delete from notes where id = 1");
          await migrator.up();
          const { differences } = await checkDrift({
            open,
            migrations,
            openReference: reference.open,
            definitions: to,
          });
          assert.deepEqual(differences, []);
          await migrator.down();
          await createMigrator({ open, migrations: [first.migration] }).down();
        });
      }
    },
  );
}
