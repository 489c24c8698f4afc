import assert from "node:assert/strict";
import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { sharedReference } from "./drift_support.ts";
import { workshop } from "./generate_support.ts";

const plain = pgTable("items", { id: integer(), name: text() });
const numbered = [
  { name: "serial", table: pgTable("items", { id: serial(), name: text() }) },
  {
    name: "an identity",
    table: pgTable("items", { id: integer().generatedByDefaultAsIdentity(), name: text() }),
  },
];

serverTest(
  "timescaledb",
  "generated migrations continue numbering after the existing rows",
  async (t, db) => {
    await using reference = await sharedReference();
    await using made = await workshop(reference);
    const open = () => openPostgresSession(db.url);
    for (const { name, table } of numbered) {
      await t.step(name, async () => {
        const first = await made.generate("begin", {
          migrations: [],
          definitions: { tables: [plain] },
        });
        const second = await made.generate("number", {
          migrations: [first.migration],
          definitions: { tables: [table] },
        });
        await createMigrator({ open, migrations: [first.migration] }).up();
        await db.client.query("insert into items values (41, 'a'), (7, 'b')");
        const migrator = createMigrator({ open, migrations: [first.migration, second.migration] });
        await migrator.up();
        const { rows } = await db.client.query<{ id: number }>(
          "insert into items (name) values ('c') returning id",
        );
        assert.deepEqual(rows, [{ id: 42 }]);
        await migrator.down();
        await createMigrator({ open, migrations: [first.migration] }).down();
      });
    }
  },
);
