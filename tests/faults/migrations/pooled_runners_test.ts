import assert from "node:assert/strict";
import { MigrationError } from "../../../src/base/errors.ts";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { engineMigrations } from "../../fixtures/engine_migrations.ts";
import { pgbouncerTest, startPgbouncer, throwawayDatabase } from "../../support/mod.ts";
import { eventually } from "../../integration/database_support.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { runKilled } from "./killed_run.ts";
import { unlikeLines, wholeCatalog } from "./whole_catalog.ts";

const migratorAt = (url: string) =>
  createMigrator({
    open: () => openPostgresSession(url),
    migrations: engineMigrations,
    waitMs: 60_000,
  });

for (const mode of ["session", "transaction", "statement"] as const) {
  pgbouncerTest(
    `runners through PgBouncer in ${mode} mode beside a direct one are refused or right, never wrong`,
    async (_t, { url, client }) => {
      await using clean = await throwawayDatabase(url);
      await migratorAt(clean.url).up();
      const sizes = effort<readonly number[]>({ short: [2], long: [1, 2, 5] });
      for (const poolSize of sizes) {
        await using pooler = await startPgbouncer(url, { mode, poolSize });
        const count = effort({ short: 4, long: 10 });
        const pooled = Array.from({ length: count }, () => migratorAt(pooler.url).up());
        const [direct, ...results] = await Promise.allSettled([migratorAt(url).up(), ...pooled]);
        assert.equal(direct?.status, "fulfilled", Deno.inspect(direct));
        const applied = results.flatMap((result) =>
          result.status === "fulfilled" ? result.value.actions.length : 0
        ).reduce((sum, actions) => sum + actions, 0);
        for (const result of results) {
          if (result.status === "fulfilled") continue;
          assert.ok(result.reason instanceof MigrationError, Deno.inspect(result.reason));
          assert.match(result.reason.message, /pooler.*MIGRATION_DATABASE_URL/s);
        }
        // Session mode is right, and refused where the pool has no second backend to tell it by.
        // In the other modes a run may find that nothing is left to do, and never does it itself.
        if (mode !== "session") assert.equal(applied, 0);
        const { rows } = await client.query(
          `select (select count(*) from readings)::int as n,
             (select count(*) from pg_locks where locktype = 'advisory' and database =
               (select oid from pg_database where datname = current_database()))::int as locks`,
        );
        assert.deepEqual(rows[0], { n: 301, locks: 0 });
        const [left, wanted] = [await wholeCatalog(client), await wholeCatalog(clean.client)];
        assert.deepEqual(unlikeLines(left, wanted), []);
        await migratorAt(url).down({ to: 0 });
        await recordFigures("migrate-pgbouncer", { cases: count });
      }
    },
  );
}

pgbouncerTest(
  "a run through PgBouncer in session mode that is killed leaves no lock, and the next completes it",
  async (_t, { url, client }) => {
    await using clean = await throwawayDatabase(url);
    await migratorAt(clean.url).up();
    await using pooler = await startPgbouncer(url, { mode: "session", poolSize: 6 });
    const places = effort<readonly number[]>({ short: [45], long: [20, 30, 40, 50, 60, 70, 80] });
    for (const at of places) {
      const { signal } = await runKilled(pooler.url, ["up", `inside:${at}`]);
      assert.notEqual(signal, null, `no run sends ${at} statements`);
      await migratorAt(pooler.url).up();
      const [left, wanted] = [await wholeCatalog(client), await wholeCatalog(clean.client)];
      assert.deepEqual(unlikeLines(left, wanted), [], `killed at ${at}`);
      await eventually(async () => {
        const { rows } = await client.query(
          `select count(*)::int as n from pg_locks where locktype = 'advisory' and database =
             (select oid from pg_database where datname = current_database())`,
        );
        return rows[0].n === 0;
      }, { withinMs: 10_000, what: "the lock is released" });
      await migratorAt(url).down({ to: 0 });
    }
    await recordFigures("migrate-pgbouncer", { faults: places.length });
  },
);
