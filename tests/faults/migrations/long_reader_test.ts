import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { MigrationError } from "../../../src/base/errors.ts";
import { createMigrator, defineMigration, openPostgresSession } from "../../../src/migrate/mod.ts";
import { openClient, serverTest, throwawayDatabase } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { unlikeLines, wholeCatalog } from "./whole_catalog.ts";

const SLACK_MS = 3_000;

for (const transaction of [true, false]) {
  serverTest(
    "timescaledb",
    `a reader that keeps its lock outlasts a ${
      transaction ? "transactional" : "stepwise"
    } migration, and holds up no other reader`,
    async (_t, { url, client }) => {
      const migrations = [
        defineMigration("0001_notes", { up: (m) => m.sql("create table notes (a int)") }),
        defineMigration("0002_more", {
          transaction,
          up: (m) => m.sql("create table more (a int); alter table notes add column b int"),
        }),
      ];
      const lockTimeoutMs = effort({ short: 200, long: 2_000 });
      const migratorAt = (at: string) =>
        createMigrator({
          open: () => openPostgresSession(at),
          migrations,
          lockTimeoutMs,
          attempts: effort({ short: 2, long: 5 }),
        });
      await using clean = await throwawayDatabase(url);
      await migratorAt(clean.url).up();
      await migratorAt(url).up({ to: 1 });

      const reader = await openClient(url);
      await reader.query("begin; lock table notes in access share mode");
      const begun = performance.now();
      let isOver = false;
      let slowest = 0;
      const others = (async () => {
        while (!isOver) {
          const asked = performance.now();
          await client.query("select count(*) from notes");
          slowest = Math.max(slowest, performance.now() - asked);
          await sleep(20);
        }
      })();
      await assert.rejects(migratorAt(url).up(), (error: unknown) => {
        assert.ok(error instanceof MigrationError, Deno.inspect(error));
        assert.match(error.message, /attempts.* did not get its locks/);
        return true;
      });
      // Half a minute in the long form: all five attempts and what lies between them.
      const held = effort({ short: 0, long: 30_000 });
      await sleep(Math.max(0, held - (performance.now() - begun)));
      isOver = true;
      await others;
      assert.ok(slowest < lockTimeoutMs + SLACK_MS, `a reader waited ${slowest} ms`);
      await reader.query("commit");
      await reader.end();
      await migratorAt(url).up();
      assert.deepEqual(
        unlikeLines(await wholeCatalog(client), await wholeCatalog(clean.client)),
        [],
      );
      await recordFigures("migrate-reader", {
        faults: 1,
        note: `others waited ${Math.round(slowest)} ms at most`,
      });
    },
  );
}
