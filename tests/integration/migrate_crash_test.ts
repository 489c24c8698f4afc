import assert from "node:assert/strict";
import { effort } from "../faults/effort.ts";
import { type EngineTest, engineTest, migratorOn } from "./_engine.ts";

const runner = new URL("../fixtures/migrate_process.ts", import.meta.url).pathname;

// Every fifth place covers all kinds and takes seconds.
const EVERY = effort({ short: 5, long: 1 });

async function runProcess(
  { url }: EngineTest,
  args: readonly string[],
): Promise<{ readonly signal: string | null; readonly sent: number }> {
  const { signal, stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", "--no-check", runner, url, ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (!success && signal === null) throw new Error(new TextDecoder().decode(stderr));
  return { signal, sent: Number(new TextDecoder().decode(stdout)) };
}

/** Kills a run at one place after another, and lets the next run complete it each time. */
async function killEverywhere(
  t: EngineTest,
  options: { readonly place: "before" | "inside"; readonly every: number },
): Promise<void> {
  const migrator = migratorOn(t, { waitMs: 20_000 });
  const { sent } = await runProcess(t, ["up", "never"]);
  assert.ok(sent > 40, `${sent} statements were sent`);
  const clean = await t.fingerprint();
  assert.equal((await runProcess(t, ["down", "never"])).signal, null);
  const empty = await t.fingerprint();

  for (let at = 1; at <= sent; at += options.every) {
    const { signal } = await runProcess(t, ["up", `${options.place}:${at}`]);
    await migrator.up();
    const context = `killed ${options.place} statement ${at} of ${sent} (${
      signal ?? "not killed"
    })`;
    assert.equal(await t.fingerprint(), clean, context);
    const rows = await t.one(
      "select count(*)::int as n, count(*) filter (where sensor = 'marker')::int as marked from readings",
    );
    assert.deepEqual(rows, { n: 301, marked: 1 }, context);
    assert.equal((await migrator.status()).ok, true, context);
    await migrator.down({ to: 0 });
    assert.equal(await t.fingerprint(), empty, context);
  }
}

engineTest("the next run completes what a process killed before a statement left", async (t) => {
  await killEverywhere(t, { place: "before", every: EVERY });
});

engineTest("the next run completes what a process killed inside a statement left", async (t) => {
  await killEverywhere(t, { place: "inside", every: EVERY });
});

engineTest("the next run completes what a process killed while reverting left", async (t) => {
  const migrator = migratorOn(t, { waitMs: 20_000 });
  await migrator.up();
  const { sent } = await runProcess(t, ["down", "never"]);
  const empty = await t.fingerprint();
  for (let at = 5; at <= sent; at += EVERY) {
    await migrator.up();
    await runProcess(t, ["down", `inside:${at}`]);
    await migrator.down({ to: 0 });
    assert.equal(await t.fingerprint(), empty, `killed inside statement ${at} of ${sent}`);
  }
});
