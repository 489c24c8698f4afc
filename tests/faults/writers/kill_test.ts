import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { insertRows } from "../../../src/ingest/mod.ts";
import { marketData } from "../../../src/schema/mod.ts";
import type { MigratedTest } from "../../integration/schema_support.ts";
import { startTask } from "../../support/mod.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { Journal, judgeJournal } from "../journal.ts";
import { randomNumbers } from "../../support/random.ts";
import { faultyPool, JournaledWriter, writerTest } from "./journaled.ts";
import { numberedBar, storedBars, writerKinds } from "./kinds.ts";

const seed = seedOfRun();
const chance = randomNumbers(seed);
const rows = effort({ short: 20_000, long: 1_000_000 });
const program = new URL("million_program.ts", import.meta.url).pathname;

/** Waits until the database's other sessions are idle: a killed writer's statement may go on. */
async function quiet({ client }: MigratedTest): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const { rows } = await client.query(
      `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend' and state <> 'idle'`,
    );
    if (rows.length === 0) return;
    await sleep(50);
  }
  assert.fail("a killed writer's backend is still at work after 30 s");
}

writerTest("a writer that is killed again and again ends with the exact set of rows", async (t) => {
  await using journal = await Journal.create();
  let [kills, isDone] = [0, false];
  for (let run = 0; !isDone; run++) {
    assert.ok(run < 50, `no end after ${kills} kills (seed ${seed})`);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", program, t.url, journal.path, String(rows)],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    // The first words come with the first commit: from then on it is killed at any moment.
    const output = child.stdout.getReader();
    const { done } = await output.read();
    assert.ok(!done, "the writer began");
    if (kills < effort({ short: 2, long: 12 })) {
      await sleep(chance() * effort({ short: 200, long: 4_000 }));
      child.kill("SIGKILL");
      kills++;
    }
    await output.cancel();
    isDone = (await child.status).code === 0;
    await quiet(t);
  }
  const verdict = await judgeJournal(journal, {
    stored: () => storedBars(t.client),
    again: async () => {
      const all = Array.from({ length: rows }, (_, n) => numberedBar(n));
      return (await insertRows(t.db, marketData, all)).inserted;
    },
  });
  assert.equal(verdict.stored, rows);
  assert.equal(new Set((await storedBars(t.client)).map(({ key }) => key)).size, rows);
  await recordFigures("kill-writer", { faults: kills, writes: verdict.acknowledged, lost: 0 });
});

writerTest("writers of three kinds lose nothing while their backends are killed", async (t) => {
  await using database = faultyPool(t.url);
  await using journals = new AsyncDisposableStack();
  const writers = await Promise.all(writerKinds.map((kind) => JournaledWriter.of(kind)));
  for (const writer of writers) journals.use(writer);
  let kills = 0;
  let isUnderWay = true;
  const killing = (async () => {
    while (kills < effort({ short: 8, long: 500 })) {
      await sleep(100 * chance());
      const { rows } = await t.client.query(
        `select pg_terminate_backend(pid) from (
          select pid from pg_stat_activity where datname = current_database()
            and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'
          order by md5(pid::text || $1) limit 1
        ) busy`,
        [String(kills)],
      );
      kills += rows.length;
    }
  })().finally(() => isUnderWay = false);
  const working = writers.map((writer) =>
    writer.write(database, { parts: 4, while: () => isUnderWay })
  );
  await Promise.all([killing, ...working]);
  for (const writer of writers) await writer.judge(database, t.client);
  await recordFigures("kill-backend", {
    faults: kills,
    writes: writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    lost: 0,
  });
});

writerTest(
  "a load task that is killed in the middle of its file is run again to its end",
  async (t) => {
    const file = await Deno.makeTempFile({ prefix: "strata load é ", suffix: ".csv" });
    try {
      const count = effort({ short: 25_000, long: 1_000_000 });
      await Deno.writeTextFile(file, csvOf(count));
      const args = ["--table=market_data", `--file=${file}`, "--commit-each"];
      const child = await startTask("load", args, { url: t.url });
      const stored = async () =>
        (await t.client.query("select count(*)::int as n from market_data")).rows[0].n;
      for (let i = 0; await stored() === 0; i++) {
        assert.ok(i < 3_000, "nothing is committed after 30 s");
        await sleep(10);
      }
      child.kill("SIGKILL");
      await child.output();
      await quiet(t);
      const first = await stored();
      assert.ok(first < count && first % 20_000 === 0, `${first} of ${count} rows`);
      for (const inserted of [count - first, 0]) {
        const again = await startTask("load", [...args, "--json"], { url: t.url });
        const { code, stdout, stderr } = await again.output();
        assert.equal(code, 0, new TextDecoder().decode(stderr));
        const told = JSON.parse(new TextDecoder().decode(stdout));
        assert.deepEqual([told.inserted, told.unchanged], [inserted, count - inserted]);
      }
      await recordFigures("kill-load-task", { faults: 1, writes: count, lost: 0 });
    } finally {
      await Deno.remove(file);
    }
  },
);

function csvOf(count: number): string {
  const header = "instrument_id,frequency,timestamp,open,high,low,close,volume\n";
  const lines = Array.from({ length: count }, (_, n) => {
    const { instrumentId, frequency, timestamp, open, high, low, close, volume } = numberedBar(n);
    const at = new Date(timestamp).toISOString();
    return `${instrumentId},${frequency},${at},${open},${high},${low},${close},${volume}\n`;
  });
  return header + lines.join("");
}
