import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { StrataError } from "../../../src/base/errors.ts";
import { sqlState } from "../../../src/database/mod.ts";
import { openClient, type OwnServer, serverPrograms, startOwnServer } from "../../support/mod.ts";
import { fillDisk, withSmallDisk } from "../../support/small_disk.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { faultyPool, JournaledWriter } from "./journaled.ts";
import { writerKinds } from "./kinds.ts";
import { migratedOn } from "./own_server_support.ts";

const isMissing = serverPrograms === null || !await withSmallDisk();

function diskTest(name: string, run: (folder: string) => Promise<void>): void {
  Deno.test({
    name: name + (isMissing ? " (needs an installed PostgreSQL, and the right to mount)" : ""),
    ignore: isMissing,
    fn: async () => void await withSmallDisk(run, { megabytes: 200 }),
  });
}

/** Fills the disk while writers work, makes room after a while, and holds them to their journals. */
async function writeWhileFull(
  server: OwnServer,
  { url, folder, onFull }: {
    readonly url: string;
    readonly folder: string;
    /** Called once the disk is full. */
    readonly onFull?: () => Promise<void>;
  },
): Promise<readonly unknown[]> {
  // No statement shall end at its limit instead, however busy the machine is.
  await using database = faultyPool(url, { statementTimeoutMs: 30_000 });
  await using journals = new AsyncDisposableStack();
  const writers = await Promise.all(writerKinds.map((kind) => JournaledWriter.of(kind)));
  for (const writer of writers) journals.use(writer);
  let isFull = true;
  const filling = (async () => {
    await sleep(100);
    {
      await using _filler = await fillDisk(folder);
      await onFull?.();
      const felt = () => writers.every(({ failures }) => failures > 0);
      for (let i = 0; i < 600 && !felt(); i++) await sleep(50);
      await sleep(effort({ short: 300, long: 5_000 }));
      assert.ok(felt(), "each writer felt the full disk");
    }
    // Without room for its log it ends, and does not come back by itself.
    await server.start();
    isFull = false;
  })().finally(() => isFull = false);
  const working = writers.map((writer) =>
    writer.write(database, {
      parts: 3,
      rows: effort({ short: 300, long: 1_000 }),
      while: () => isFull,
    })
  );
  await Promise.all([filling, ...working]);
  const client = await openClient(url);
  try {
    for (const writer of writers) await writer.judge(database, client);
  } finally {
    await client.end();
  }
  await recordFigures("server-disk-full", {
    faults: writers.reduce((sum, { failures }) => sum + failures, 0),
    writes: writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    lost: 0,
  });
  return writers.flatMap(({ errors }) => errors);
}

diskTest(
  "writers name a server's disk that is full, and go on after room is made",
  async (folder) => {
    await using server = await startOwnServer();
    await tablespaceOn(server, folder);
    const url = await migratedOn(server, { tablespace: "small" });
    const errors = await writeWhileFull(server, { url, folder });
    for (const error of errors) {
      assert.ok(error instanceof StrataError);
      assert.equal(
        error.message,
        "Cannot write: the disk of the database server is full, make room there and write again",
      );
      assert.equal(sqlState(error), "53100");
    }
  },
);

diskTest(
  "writers outlive a server whose whole disk is full, its write-ahead log's too",
  async (folder) => {
    await using server = await startOwnServer({ folder, settings: { "max_wal_size": "32MB" } });
    const onFull = () => fillLog(server);
    await writeWhileFull(server, { url: await migratedOn(server), folder, onFull });
  },
);

/** Begins one segment of the log after another, until there is no room and the server gives up. */
async function fillLog({ url }: OwnServer): Promise<void> {
  const client = await openClient(url);
  try {
    const next = "select pg_logical_emit_message(true, 'strata', 'full'), pg_switch_wal()";
    await assert.rejects(async () => {
      for (let segment = 0; segment < 100; segment++) await client.query(next);
    });
  } finally {
    await client.end();
  }
}

async function tablespaceOn(server: OwnServer, folder: string): Promise<void> {
  if (Deno.uid() === 0) await Deno.chown(folder, 65_534, 65_534);
  const client = await openClient(server.url);
  try {
    await client.query(`create tablespace small location '${folder}'`);
  } finally {
    await client.end();
  }
}
