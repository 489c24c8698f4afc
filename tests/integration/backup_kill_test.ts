import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { listBackups } from "../../src/operate/backup/mod.ts";
import { urlOf } from "../../src/operate/backup/programs/mod.ts";
import { ask, backUp, backupTest, scratches, storeAt, withRestored } from "./backup_support.ts";
import { runTask, startTask } from "../support/mod.ts";
import { filesOf, withFolder } from "./export_support.ts";

/** Enough that the dump takes its time. */
const MANY = `
  create table public.readings (at timestamptz primary key, value float8);
  select create_hypertable('public.readings', 'at');
  insert into public.readings
  select timestamptz '2024-01-01' + n * interval '1 day', n from generate_series(1, 40) n;
  create schema mine;
  create table mine.many as
  select n, md5(n::text) as word, random() as value from generate_series(1, 100000) n`;

const MOMENTS = 10;

/** Moments over the time that a run takes, the same ones for a seed. */
function* moments(seed: number, fullMs: number): Iterable<number> {
  let state = seed;
  for (let i = 0; i < MOMENTS; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    // Before that, nothing has begun but the task itself.
    yield fullMs * (0.2 + 0.8 * (i + state / 2_147_483_648) / MOMENTS);
  }
}

const seed = Number(Deno.env.get("STRATA_FUZZ_SEED") ?? Date.now() % 1_000_000);

function end(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // This run was faster than the first, which was timed.
  }
}

/** Asserts that a task that was asked to end did so in order, or was done already. */
async function assertInterrupted(child: Deno.ChildProcess): Promise<void> {
  const { code, stderr } = await child.output();
  // 143: it had not begun to listen for signals.
  assert.ok([0, 130, 143].includes(code), `${code}: ${new TextDecoder().decode(stderr)}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

await backupTest(
  "timescaledb",
  `a backup killed at ten moments leaves none that is not whole (seed ${seed})`,
  async ({ client, url }) => {
    await client.query(MANY);
    await withFolder(async (folder) => {
      const args = [`--to=${folder}`];
      const fullMs = await timed(() => runTask("backup", args, { url }));
      const store = storeAt(folder);
      for (const moment of moments(seed, fullMs)) {
        const child = await startTask("backup", args, { url });
        await delay(moment);
        end(child, "SIGKILL");
        await child.output();
        // Whatever has its name has its manifest and its whole dump.
        for (const { name, problem } of await listBackups(store)) {
          assert.equal(problem, undefined);
          assert.deepEqual(filesOf(`${folder}/${name}`), ["database.dump", "manifest.json"]);
        }
      }
      const last = await runTask("backup", [...args, "--keep=1"], { url });
      assert.equal(last.code, 0, last.stderr);
      assert.equal(filesOf(folder).filter((name) => name !== ".lock").length, 1);
      assert.deepEqual(
        await ask(url, "select 1 from pg_stat_activity where application_name = 'pg_dump'"),
        [],
      );

      const interrupted = await startTask("backup", args, { url });
      await delay(fullMs / 2);
      end(interrupted, "SIGINT");
      await assertInterrupted(interrupted);
      assert.deepEqual(filesOf(folder).filter((name) => name.endsWith(".part")), []);
    });
  },
  { isMigrated: false },
);

await backupTest(
  "timescaledb",
  `a restore killed at ten moments leaves no database that is not whole (seed ${seed})`,
  async ({ client, url }) => {
    await client.query(MANY);
    await withFolder(async (folder) => {
      const { store, name } = await backUp(url, folder);
      const backup = store.placeOf(name);
      const restoreTo = (database: string) => [backup, `--database=${database}`];
      const fullMs = await withRestored(url, async (database) => {
        return await timed(() => runTask("restore", restoreTo(database), { url }));
      });
      for (const moment of moments(seed, fullMs)) {
        await withRestored(url, async (database) => {
          const child = await startTask("restore", restoreTo(database), { url });
          await delay(moment);
          end(child, "SIGKILL");
          await child.output();
          const found = await ask(url, `select 1 from pg_database where datname = '${database}'`);
          if (found.length === 0) return;
          const [rows] = await ask(urlOf(url, database), "select count(*) from mine.many");
          assert.equal(rows, "100000");
          // Between its name and the end of restoring mode, the next run says what to do.
          const [mode] = await ask(urlOf(url, database), "show timescaledb.restoring");
          const again = await runTask("restore", restoreTo(database), { url });
          assert.equal(again.code, 2);
          const pattern = mode === "on" ? /timescaledb_post_restore\(\)/ : /is not empty/;
          assert.match(again.stderr, pattern);
        });
      }
      await withRestored(url, async (database) => {
        const last = await runTask("restore", restoreTo(database), { url });
        assert.equal(last.code, 0, last.stderr);
      });
      assert.deepEqual(await scratches(url), []);

      await withRestored(url, async (database) => {
        const interrupted = await startTask("restore", restoreTo(database), { url });
        await delay(fullMs / 2);
        end(interrupted, "SIGTERM");
        await assertInterrupted(interrupted);
        assert.deepEqual(await scratches(url), []);
      });
    });
  },
  { isMigrated: false },
);
