import assert from "node:assert/strict";
import { join } from "node:path";
import { migrations } from "../../../migrations/mod.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { loadSample } from "../../../src/sample/mod.ts";
import { backupTest, pathWithPrograms } from "../../integration/backup_support.ts";
import { freePorts, settingsOf, start, withProject } from "../../integration/stack_support.ts";
import { runTask, serverTest } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { callWithout, kindsOf } from "./call_task.ts";
import { root } from "./lock_file.ts";
import { goesOnWithout, type Place, type TaskCall, taskCalls } from "./task_calls.ts";

interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Takes permissions away from a call, one at a time, and asserts that it says so. */
async function takeAway(
  kinds: readonly string[],
  call: TaskCall,
  surroundings: Surroundings,
): Promise<void> {
  for (const kind of kinds) {
    const { code, stdout, stderr } = await callWithout(kind, call, surroundings);
    const what = `${call.task} ${call.args.join(" ")} without ${kind}: ${stdout}${stderr}`;
    assert.equal(code, 2, what);
    const line = `${stdout}\n${stderr}`.split("\n").find((line) =>
      line.includes(`--allow-${kind}`)
    );
    assert.match(
      line ?? "",
      new RegExp(`"deno task ${call.task}" (runs it with all that it needs|may)`),
      what,
    );
    assert.doesNotMatch(stderr, /^\s+at |Uncaught|-v shows where/m, what);
  }
  await recordFigures("supply-taken-away", { faults: kinds.length });
}

/** Makes the calls of a place; `words` replace their arguments' placeholders. */
async function takeAwayAt(
  place: Place,
  surroundings: Surroundings,
  words: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const [index, call] of taskCalls.entries()) {
    if (call.place !== place) continue;
    // The short form takes one from each call; every kind has its turn.
    const turn = index % call.needs.length;
    const kinds = effort({ short: call.needs.slice(turn, turn + 1), long: call.needs });
    const args = call.args.map((arg) => arg.replace(/\b[A-Z]{6}\b/, (word) => words[word] ?? word));
    await takeAway(kinds, { ...call, args }, surroundings);
  }
}

async function inFolder(work: (cwd: string) => Promise<void>): Promise<void> {
  const cwd = await Deno.makeTempDir({ prefix: "strata permissions é " });
  try {
    await work(cwd);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

async function fill(url: string): Promise<void> {
  await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
  await using database = createDatabase({ url });
  await loadSample(database.db, { folder: join(root, "tests/data") });
}

Deno.test("every permission of every task is taken away by some call, or the task goes on", () => {
  for (const task of new Set(taskCalls.map(({ task }) => task))) {
    const calls = taskCalls.filter((call) => call.task === task);
    const taken = [...calls.flatMap(({ needs }) => needs), ...goesOnWithout[task] ?? []];
    assert.deepEqual(taken.toSorted(), kindsOf(task).toSorted(), task);
  }
});

Deno.test("without servers, a task names the permission that it lacks and who has it", async () => {
  await inFolder((cwd) => takeAwayAt("empty", { cwd, env: freePorts() }));
});

Deno.test("beside a running stack, a task names the permission that it lacks and who has it", async () => {
  await withProject(async (cwd) => {
    const env = freePorts();
    await start(cwd, settingsOf({}, env), { requested: "embedded" });
    await takeAwayAt("stack", { cwd, env });
  });
});

serverTest(
  "timescaledb",
  "with a database, a task names the permission that it lacks",
  async (_t, { url }) => {
    await fill(url);
    const env = { DATABASE_URL: url };
    await inFolder(async (cwd) => {
      const file = join(cwd, "curves.csv");
      await Deno.writeTextFile(file, "Date,1 Mo,10 Yr\n2024-01-02,5.55,3.95\n");
      await takeAwayAt("database", { cwd, env }, { CURVES: file });
      // What it goes on without is only told where a server's folder is on this machine.
      const verify = taskCalls.find(({ task }) => task === "verify");
      assert.ok(verify);
      const { code, stderr } = await callWithout("sys", verify, { cwd, env });
      assert.deepEqual([code, stderr.includes("    at ")], [0, false], stderr);
    });
    await takeAwayAt("project", { cwd: root, env });
  },
);

await backupTest(
  "timescaledb",
  "with a backup, a task names the permission that it lacks",
  async ({ url }) => {
    await inFolder(async (cwd) => {
      const made = await runTask("backup", [`--to=${cwd}/backups`, "--json"], { url });
      assert.equal(made.code, 0, made.stderr);
      const names = await Array.fromAsync(Deno.readDir(join(cwd, "backups")), ({ name }) => name);
      const name = names.find((name) => !name.startsWith(".")) ?? "";
      // The programs may be those of the project's own stack, which this folder has not.
      const env = { DATABASE_URL: url, PATH: await pathWithPrograms(url) };
      const surroundings = { cwd, env };
      await takeAwayAt("backup", surroundings, { BACKUP: join(cwd, "backups", name) });
    });
  },
);
