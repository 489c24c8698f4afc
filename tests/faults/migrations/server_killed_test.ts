import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, MigrationError } from "../../../src/base/errors.ts";
import {
  createMigrator,
  type MigrationSession,
  openPostgresSession,
} from "../../../src/migrate/mod.ts";
import { engineMigrations } from "../../fixtures/engine_migrations.ts";
import { openClient, type OwnServer, ownServerTests } from "../../support/mod.ts";
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

const serverTest = ownServerTests();

for (const fault of ["kill", "stop"] as const) {
  serverTest(
    `a server that a ${fault} ends in a migration leaves what the next run completes`,
    async (server) => {
      const { sent, catalog } = await cleanRun(server);
      const every = effort({ short: sent, long: 1 });
      let felt = 0;
      let places = 0;
      for (let at = 1 + seedOfRun() % every; at <= sent; at += every) {
        // The run itself goes on where the server is back at once; else it gives up after a quarter
        // of a minute, and the next one completes it.
        const isBack = !isLong || fault !== "kill" || places % 3 !== 0;
        const error = await atPlace(server, { fault, at, isBack, wanted: catalog });
        places++;
        if (error !== undefined) felt++;
      }
      await recordFigures("migrate-server-killed", {
        faults: places,
        note: `${places - felt} runs went on by themselves after a ${fault}`,
      });
    },
  );
}

/** How many statements a run sends that nothing happens to, and the catalog it leaves. */
interface CleanRun {
  readonly sent: number;
  readonly catalog: readonly string[];
}

let clean: Promise<CleanRun> | undefined;

function cleanRun(server: OwnServer): Promise<CleanRun> {
  clean ??= withOwnDatabase(server, async (url) => {
    const { sent, error } = await runInto(server, { url, fault: "stop", at: 0, isBack: true });
    assert.equal(error, undefined);
    return { sent, catalog: await catalogAt(url) };
  });
  return clean;
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
): Promise<unknown> {
  const context = `${run.fault} at statement ${run.at} (seed ${seedOfRun()})`;
  return await withOwnDatabase(server, async (url) => {
    const { error } = await runInto(server, { ...run, url });
    const isTyped = error === undefined || error instanceof ConnectionError ||
      error instanceof MigrationError;
    assert.ok(isTyped, `${context}: ${Deno.inspect(error)}`);
    await server.start();
    const open = () => openPostgresSession(url);
    const migrator = createMigrator({ open, migrations: engineMigrations, waitMs: 30_000 });
    await migrator.up();
    assert.equal((await migrator.status()).ok, true);
    assert.deepEqual(unlikeLines(await catalogAt(url), wanted), [], context);
    const { rows } = await ask(url, "select count(*)::int as n from readings");
    assert.equal(rows[0].n, 301, context);
    return error;
  });
}

/** Runs a function with a database that has no connection open: its server ends meanwhile. */
async function withOwnDatabase<Result>(
  server: OwnServer,
  run: (url: string) => Promise<Result>,
): Promise<Result> {
  // One that failed left its own.
  await ask(server.url, "drop database if exists strata_killed with (force)");
  await ask(server.url, "create database strata_killed template template0");
  return await run(new URL("/strata_killed", server.url).href);
}

async function ask(url: string, statement: string) {
  const client = await openClient(url);
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

async function catalogAt(url: string): Promise<readonly string[]> {
  const client = await openClient(url);
  try {
    return await wholeCatalog(client);
  } finally {
    await client.end();
  }
}
