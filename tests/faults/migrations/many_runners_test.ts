import assert from "node:assert/strict";
import { createMigrator, type Migration, openPostgresSession } from "../../../src/migrate/mod.ts";
import { migrations } from "../../../migrations/mod.ts";
import { engineMigrations } from "../../fixtures/engine_migrations.ts";
import { serverTest, throwawayDatabase } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { runKilled } from "./killed_run.ts";
import { serverKinds } from "./server_kinds.ts";
import { unlikeLines, wholeCatalog } from "./whole_catalog.ts";

const RUNNERS = effort({ short: 8, long: 20 });

const sets: readonly (readonly [string, readonly Migration[]])[] = [
  ["a build of an index outside of a transaction", engineMigrations],
  ["this package's migrations", migrations],
];

for (const kind of serverKinds) {
  for (const [name, set] of effort({ short: sets.slice(0, 1), long: sets })) {
    serverTest(
      kind,
      `${RUNNERS} runners at once apply each migration once: ${name} (${kind})`,
      async (_t, { url, client }) => {
        await using clean = await throwawayDatabase(url);
        const migratorAt = (at: string) =>
          createMigrator({
            open: () => openPostgresSession(at),
            migrations: set,
            waitMs: 120_000,
          });
        await migratorAt(clean.url).up();
        const results = await Promise.all(
          Array.from({ length: RUNNERS }, () => migratorAt(url).up()),
        );
        const applied = results.flatMap(({ actions }) => actions.map(({ migration }) => migration));
        assert.deepEqual(applied.sort(), set.map(({ id }) => id));
        const { rows } = await client.query(
          "select count(*)::int as n from strata_migrations.migration_events where action = 'up'",
        );
        assert.equal(rows[0].n, set.length);
        assert.deepEqual(
          unlikeLines(await wholeCatalog(client), await wholeCatalog(clean.client)),
          [],
        );
        await recordFigures("migrate-twenty", { cases: RUNNERS });
      },
    );
  }

  serverTest(
    kind,
    `runners of which some are killed leave the rest to apply each migration once (${kind})`,
    async (_t, { url, client }) => {
      await using clean = await throwawayDatabase(url);
      assert.equal((await runKilled(clean.url, ["up", "never"])).signal, null);
      // Each is a process of its own: the killed ones take no lock with them.
      const count = effort({ short: 4, long: RUNNERS });
      const runs = await Promise.all(
        Array.from(
          { length: count },
          (_, i) => runKilled(url, ["up", i % 2 === 0 ? `inside:${20 + 3 * i}` : "never"]),
        ),
      );
      const killed = runs.filter(({ signal }) => signal !== null).length;
      assert.ok(killed > 0 && killed <= count / 2, `${killed} of ${count} were killed`);
      const { rows } = await client.query(
        `select (select count(*) from readings)::int as n,
           (select count(*) from strata_migrations.migration_events where action = 'up')::int as events`,
      );
      assert.deepEqual(rows[0], { n: 301, events: 3 });
      assert.deepEqual(
        unlikeLines(await wholeCatalog(client), await wholeCatalog(clean.client)),
        [],
      );
      await recordFigures("migrate-twenty", { faults: killed, cases: count });
    },
  );
}
