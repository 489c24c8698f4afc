import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { insertRows } from "../../../src/ingest/mod.ts";
import { checkArchive, listArchived } from "../../../src/beyond/archive/mod.ts";
import { ohlcv, ohlcvHypertable } from "../../../src/schema/mod.ts";
import {
  type ArchiveTest,
  archiveTest,
  filesBelow,
  minio,
  rowsOf,
  statesOf,
} from "../../integration/archive_support.ts";
import { Random } from "../../support/random.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";

const seed = seedOfRun();
const random = new Random(seed);
const program = new URL("killed_program.ts", import.meta.url).pathname;

type What = "archive" | "restore";

/** Runs the program that kills itself; returns how many moments there were if it came to its end. */
async function run(t: ArchiveTest, what: What, moment = 0): Promise<number | "killed"> {
  const { signal, success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, t.url, t.folder, what, String(moment)],
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (signal === "SIGKILL") return "killed";
  assert.ok(success, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

/** Waits until the killed run's sessions are gone, and with them its lock. */
async function quiet({ client }: ArchiveTest): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const { rows } = await client.query(
      `select 1 from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())`,
    );
    if (rows.length === 0) return;
    await sleep(50);
  }
  assert.fail("a killed run's session is still there after 30 s");
}

/** Asserts that each row stands in the table or in whole files that the ledger names. */
async function assertWhole(t: ArchiveTest, rows: number, at: string): Promise<void> {
  const { ranges } = await checkArchive(t.database, ohlcvHypertable, { minio: minio() });
  assert.deepEqual(ranges.flatMap(({ problems }) => problems), [], at);
  const cold = (await listArchived(t.client)).reduce((sum, { rows }) => sum + Number(rows), 0);
  assert.equal((await rowsOf(t.client)).length + cold, rows, at);
}

/** The moments that are tried: all, or some of them by chance. */
function moments(count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, i) => i + 1);
  const some = effort({ short: 4, long: count });
  return some >= count ? all : Array.from(
    { length: some },
    (_, i) => 1 + Math.floor((i + random.next()) * count / some),
  );
}

archiveTest(
  "community",
  `an archive that is killed at any moment has a whole copy of each row, and goes on (seed ${seed})`,
  async (t) => {
    const before = await rowsOf(t.client);
    const [archiving, restoring] = [await run(t, "archive"), await run(t, "restore")];
    assert.ok(typeof archiving === "number" && archiving > 40, String(archiving));
    assert.ok(typeof restoring === "number" && restoring > 10, String(restoring));
    let kills = 0;
    for (const moment of moments(archiving)) {
      const at: string = `archive killed at ${moment} of ${archiving} (seed ${seed})`;
      // What it takes up may spare some of its statements.
      if (await run(t, "archive", moment) === "killed") kills++;
      await quiet(t);
      await assertWhole(t, before.length, at);
      await run(t, "archive");
      assert.deepEqual(
        (await statesOf(t.client)).filter((state) => state === "archived" || state === "moved"),
        ["archived"],
        at,
      );
      assert.equal((await statesOf(t.client)).includes("writing"), false, at);
      assert.equal((await filesBelow(t.folder)).length, 2, at);
      await assertWhole(t, before.length, at);
      await run(t, "restore");
      assert.deepEqual(await rowsOf(t.client), before, at);
    }
    for (const moment of moments(restoring)) {
      const at: string = `restore killed at ${moment} of ${restoring} (seed ${seed})`;
      await run(t, "archive");
      if (await run(t, "restore", moment) === "killed") kills++;
      await quiet(t);
      await assertWhole(t, before.length, at);
      await run(t, "restore");
      assert.deepEqual(await rowsOf(t.client), before, at);
    }
    assert.ok(kills >= 4, `${kills} kills`);
    await recordFigures("kill-archive", { faults: kills, writes: before.length, lost: 0 });
  },
);

archiveTest(
  "timescaledb",
  `a merge of late rows that is killed loses neither (seed ${seed})`,
  async (t) => {
    const before = await rowsOf(t.client);
    await run(t, "archive");
    const late = (minute: number) => ({
      ...{ exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" } as const,
      ...{ open: 1, high: 5, low: 1, close: 2, volume: 7 },
      time: new Date(Date.UTC(2024, 0, 11, 5, minute)),
    });
    await insertRows(t.database, ohlcv, [late(1)]);
    const count = await run(t, "archive");
    assert.ok(typeof count === "number" && count > 40, String(count));
    let kills = 0;
    let rows = before.length + 1;
    for (const moment of moments(count)) {
      const at: string = `merge killed at ${moment} of ${count} (seed ${seed})`;
      await insertRows(t.database, ohlcv, [late(rows - before.length + 1)]);
      rows++;
      if (await run(t, "archive", moment) === "killed") kills++;
      await quiet(t);
      await assertWhole(t, rows, at);
      await run(t, "archive");
      await assertWhole(t, rows, at);
      assert.equal((await filesBelow(t.folder)).length, 2, at);
    }
    await run(t, "restore");
    const after = await rowsOf(t.client);
    assert.ok(before.every((row) => after.includes(row)));
    assert.equal(after.length, rows);
    assert.ok(kills >= 2, `${kills} kills`);
    await recordFigures("kill-archive", { faults: kills, writes: rows, lost: 0 });
  },
);
