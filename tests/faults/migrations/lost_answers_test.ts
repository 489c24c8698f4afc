import assert from "node:assert/strict";
import {
  createMigrator,
  type MigrationSession,
  type Migrator,
  openPostgresSession,
} from "../../../src/migrate/mod.ts";
import { engineMigrations } from "../../fixtures/engine_migrations.ts";
import { serverTest, throwawayDatabase } from "../../support/mod.ts";
import { FaultProxy } from "../../support/fault_proxy.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { serverKinds } from "./server_kinds.ts";
import { unlikeLines, wholeCatalog } from "./whole_catalog.ts";

/** Which statements lose their answers. */
type Place = "commit" | "any statement";

/** A migrator whose network loses the answer to one statement, after the server has run it. */
function forgetful(
  url: string,
  { proxy, place, at }: { readonly proxy: FaultProxy; readonly place: Place; readonly at: number },
): { readonly migrator: Migrator; sent(): number } {
  let sent = 0;
  const open = async (): Promise<MigrationSession> => {
    const session = await openPostgresSession(proxy.through(url));
    return {
      cancel: () => session.cancel(),
      query: async (text, values) => {
        const isPlace = place !== "commit" || text === "commit";
        if (isPlace && ++sent === at) proxy.faults = { loseAnswerTo: text.slice(0, 40) };
        try {
          return await session.query(text, values) as never; // as: the caller names the row type
        } finally {
          proxy.faults = {};
        }
      },
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  };
  return {
    migrator: createMigrator({ open, migrations: engineMigrations, waitMs: 30_000 }),
    sent: () => sent,
  };
}

/** Loses the answer to each of some statements in a run of its own; a few runs go side by side. */
async function loseEach(server: string, place: Place, every: number): Promise<number> {
  await using clean = await throwawayDatabase(server);
  await using proxy = await FaultProxy.before(server);
  const all = forgetful(clean.url, { proxy, place, at: Infinity });
  await all.migrator.up();
  const wanted = await wholeCatalog(clean.client);

  const places = Array.from({ length: all.sent() }, (_, i) => i + 1)
    .filter((at) => at % every === seedOfRun() % every);
  const felt: number[] = [];
  const next = places.values();
  const worker = async () => {
    for (const at of next) felt.push(await loseOne(server, { place, at, wanted }));
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return felt.reduce((sum, lost) => sum + lost, 0);
}

async function loseOne(
  server: string,
  { place, at, wanted }: {
    readonly place: Place;
    readonly at: number;
    readonly wanted: readonly string[];
  },
): Promise<number> {
  const context = `the answer to ${place} ${at} was lost (seed ${seedOfRun()})`;
  await using database = await throwawayDatabase(server);
  await using proxy = await FaultProxy.before(server);
  const { migrator } = forgetful(database.url, { proxy, place, at });
  // The first look at the ledger, and the last, are not repeated: nothing is at stake there.
  await migrator.up().catch((error: unknown) => {
    assert.match(String(error), /connection to PostgreSQL at .* was lost/, context);
  });
  await migrator.up();
  assert.deepEqual(unlikeLines(await wholeCatalog(database.client), wanted), [], context);
  const { rows } = await database.client.query(
    `select (select count(*) from readings)::int as n,
       (select count(*) from strata_migrations.migration_events where action = 'up')::int as events`,
  );
  assert.deepEqual(rows[0], { n: 301, events: 3 }, context);
  assert.equal((await migrator.status()).ok, true, context);
  return proxy.lostAnswers;
}

for (const kind of serverKinds) {
  serverTest(
    kind,
    `a migration whose commit loses its answer is applied once, at each commit (${kind})`,
    async (_t, { url }) => {
      const lost = await loseEach(url, "commit", effort({ short: 2, long: 1 }));
      assert.ok(lost > 2, `${lost} answers were lost`);
      await recordFigures("migrate-lost-commit", { faults: lost, lost: 0 });
    },
  );

  serverTest(
    kind,
    `a statement of a migration that loses its answer runs once, at each statement (${kind})`,
    async (_t, { url }) => {
      const lost = await loseEach(url, "any statement", effort({ short: 37, long: 1 }));
      assert.ok(lost > 0, `${lost} answers were lost`);
      await recordFigures("migrate-lost-answer", { faults: lost, lost: 0 });
    },
  );
}
