import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { openClient, serverPrograms, startOwnServer } from "../../support/mod.ts";
import {
  filesOf,
  migratedTest,
  startExport,
  withFolder,
} from "../../integration/export_support.ts";
import { FaultProxy } from "../../support/fault_proxy.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";

const isMissing = serverPrograms === null;
const rows = effort({ short: 50_000, long: 1_000_000 });
const MANY = `create table public.many as
  select g as id, repeat('x', 500) as word from generate_series(1, ${rows}) g;
  alter table public.many add primary key (id)`;

/** What becomes of an export while its part is on the disk; it must end by itself. */
async function broken(
  url: string,
  folder: string,
  { format, proxy, strike }: {
    readonly format: string;
    readonly proxy: FaultProxy;
    readonly strike: () => Promise<void>;
  },
): Promise<void> {
  const file = `${folder}/many.${format}`;
  await Deno.writeTextFile(file, "the earlier one");
  const child = await startExport(["table", "many", `--to=${file}`], { url });
  for (let i = 0; sizeOfPart(folder) < 10_000; i++) {
    assert.ok(i < 3_000, "no part is written after 30 s");
    await sleep(10);
  }
  // The rest waits for the strike: most of it is more than the system's buffers hold.
  proxy.faults = { blackHole: true };
  await strike();
  proxy.heal();
  const { code, stderr } = await child.output();
  const said = new TextDecoder().decode(stderr);
  assert.equal(code, 3, `${format}: ${said}`);
  assert.match(said, /error: Cannot finish a statement on ".*": the connection was lost/, said);
  assert.doesNotMatch(said, /Uncaught|\n +at /, format);
  assert.deepEqual(filesOf(folder), [`many.${format}`]);
  assert.equal(await Deno.readTextFile(file), "the earlier one");
  await Deno.remove(file);
}

/** A network that is not done before a look at the disk finds the part. */
const SLOW = { bytesPerSecond: effort({ short: 4_000_000, long: 20_000_000 }) };

/** How much of an export is on the disk: its part has a name of its own. */
function sizeOfPart(folder: string): number {
  const part = filesOf(folder).find((name) => name.endsWith(".part"));
  return part === undefined ? 0 : Deno.statSync(`${folder}/${part}`).size;
}

Deno.test({
  name: "an export whose server dies leaves the earlier file and no half one" +
    (isMissing ? " (needs an installed PostgreSQL with TimescaleDB)" : ""),
  ignore: isMissing,
  fn: async () => {
    await using server = await startOwnServer();
    // No schema is needed for a table of one's own.
    const { url } = server;
    const client = await openClient(url);
    await client.query(MANY);
    await client.end();
    await using proxy = await FaultProxy.before(url);
    await withFolder(async (folder) => {
      for (const format of effort({ short: ["csv"], long: ["csv", "parquet", "jsonl", "arrow"] })) {
        await server.start();
        proxy.faults = SLOW;
        await broken(proxy.through(url), folder, { format, proxy, strike: server.kill });
        await recordFigures("export-server-dies", { faults: 1, lost: 0 });
      }
    });
  },
});

migratedTest(
  "an export whose network is cut leaves the earlier file and no half one",
  async (t) => {
    await t.client.query(MANY);
    await using proxy = await FaultProxy.before(t.url);
    await withFolder(async (folder) => {
      for (
        const format of effort({ short: ["jsonl"], long: ["csv", "parquet", "jsonl", "arrow"] })
      ) {
        proxy.faults = SLOW;
        await broken(proxy.through(t.url), folder, {
          format,
          proxy,
          strike: () => Promise.resolve(proxy.reset()),
        });
        await recordFigures("export-server-dies", { faults: 1, lost: 0 });
      }
    });
  },
);

migratedTest("an export whose reader goes away ends, with its statement", async (t) => {
  await t.client.query(MANY);
  for (const format of effort({ short: ["csv"], long: ["csv", "jsonl"] })) {
    const child = await startExport(["table", "many", "--to=-", `--format=${format}`], t);
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const said = new Response(child.stderr).text();
    assert.equal((await child.status).code, 0, await said);
    for (let i = 0;; i++) {
      const { rows } = await t.client.query(
        `select 1 from pg_stat_activity where datname = current_database()
          and pid <> pg_backend_pid() and state <> 'idle' and backend_type = 'client backend'`,
      );
      if (rows.length === 0) break;
      assert.ok(i < 200, "its statement still runs after 10 s");
      await sleep(50);
    }
    await recordFigures("export-reader-leaves", { faults: 1, lost: 0 });
  }
});
