import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, MigrationError } from "../../../src/base/errors.ts";
import {
  createMigrator,
  type MigrationSession,
  openPostgresSession,
} from "../../../src/migrate/mod.ts";
import { engineMigrations } from "../../fixtures/engine_migrations.ts";
import {
  openClient,
  type OwnServer,
  serverPrograms,
  startOwnServer,
  throwawayDatabase,
} from "../../support/mod.ts";
import { effort, isLong, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { unlikeLines, wholeCatalog } from "./whole_catalog.ts";

type Fault = "kill" | "stop";

/** Runs the migrations, and ends the server once a number of statements were sent. */
async function runInto(
  server: OwnServer,
  { url, fault, at, isBack }: {
    readonly url: string;
    readonly fault: Fault;
    readonly at: number;
    readonly isBack: boolean;
  },
): Promise<{ readonly sent: number; readonly error: unknown }> {
  let sent = 0;
  let over: Promise<void> = Promise.resolve();
  const end = async () => {
    await server[fault]();
    if (isBack) await server.start();
  };
  const open = async (): Promise<MigrationSession> => {
    const session = await openPostgresSession(url);
    return {
      ...session,
      query: async (text, values) => {
        const answer = session.query(text, values);
        if (++sent === at) over = sleep(at % 3).then(end);
        return await answer as never; // as: the caller names the row type
      },
    };
  };
  const migrator = createMigrator({ open, migrations: engineMigrations, waitMs: 30_000 });
  const error = await migrator.up().then(() => undefined, (reason: unknown) => reason);
  await over;
  return { sent, error };
}

for (const fault of ["kill", "stop"] as const) {
  const ignore = serverPrograms === null;
  const lack = ignore ? " (needs an installed PostgreSQL with TimescaleDB)" : "";
  Deno.test({
    name: `a server that a ${fault} ends in a migration leaves what the next run completes${lack}`,
    ignore,
    fn: async () => {
      await using server = await startOwnServer();
      const wanted = await cleanCatalog(server.url);
      const { sent } = await atPlace(server, { fault, at: 0, isBack: true, wanted });
      const every = effort({ short: 47, long: 1 });
      let felt = 0;
      let places = 0;
      for (let at = 1 + seedOfRun() % every; at <= sent; at += every) {
        // The run itself goes on where the server is back at once; else it gives up after a quarter
        // of a minute, and the next one completes it.
        const isBack = !isLong || fault !== "kill" || places % 3 !== 0;
        const { error } = await atPlace(server, { fault, at, isBack, wanted });
        places++;
        if (error !== undefined) felt++;
      }
      await recordFigures("migrate-server-killed", {
        faults: places,
        note: `${places - felt} runs went on by themselves after a ${fault}`,
      });
    },
  });
}

async function cleanCatalog(server: string): Promise<readonly string[]> {
  await using clean = await throwawayDatabase(server);
  const open = () => openPostgresSession(clean.url);
  await createMigrator({ open, migrations: engineMigrations }).up();
  return await wholeCatalog(clean.client);
}

/** Ends the server at one place of a run in its own database, and judges what the next run makes of it. */
async function atPlace(
  server: OwnServer,
  { wanted, ...run }: {
    readonly fault: Fault;
    readonly at: number;
    readonly isBack: boolean;
    readonly wanted: readonly string[];
  },
): Promise<{ readonly sent: number; readonly error: unknown }> {
  const name = `strata_place_${run.at}`;
  const administrator = await openClient(server.url);
  await administrator.query(`create database ${name} template template0`);
  await administrator.end();
  const own = new URL(server.url);
  own.pathname = `/${name}`;
  const url = own.href;

  const outcome = await runInto(server, { ...run, url });
  const { error } = outcome;
  const isTyped = error === undefined || error instanceof ConnectionError ||
    error instanceof MigrationError;
  assert.ok(isTyped, `${run.fault} at ${run.at}: ${Deno.inspect(error)}`);
  await server.start();
  const open = () => openPostgresSession(url);
  const migrator = createMigrator({ open, migrations: engineMigrations, waitMs: 30_000 });
  await migrator.up();
  assert.equal((await migrator.status()).ok, true);
  const client = await openClient(url);
  try {
    const context = `${run.fault} at statement ${run.at}`;
    assert.deepEqual(unlikeLines(await wholeCatalog(client), wanted), [], context);
    const { rows } = await client.query("select count(*)::int as n from readings");
    assert.equal(rows[0].n, 301, context);
  } finally {
    await client.end();
  }
  const after = await openClient(server.url);
  await after.query(`drop database ${name} with (force)`);
  await after.end();
  return outcome;
}
