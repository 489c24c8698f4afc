import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTask, startTask } from "../../support/mod.ts";
import { recordFigures } from "../figures.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const nowhere = { url: "postgres://nobody@127.0.0.1:1/x" };

/** Runs a shell command line in which `"$@"` is the task without prompts. */
async function shell(line: string, task: string, cwd = root) {
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: [
      "-c",
      line,
      "sh",
      Deno.execPath(),
      "run",
      "--no-prompt",
      "-A",
      `--config=${join(root, "deno.json")}`,
      join(root, `tasks/${task}.ts`),
    ],
    cwd,
    env: { DATABASE_URL: nowhere.url, NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("a reader that leaves early, and closed streams, are no error of a task", async () => {
  const cases: readonly (readonly [line: string, task: string, stdout: RegExp, stderr: RegExp])[] =
    [
      ['{ "$@" --help; echo "code $?" >&2; } | head -1', "load", /^Example:\n$/, /^code 0\n$/],
      ['"$@" --help <&-; echo "code $?"', "migrate", /code 0\n$/, /^$/],
      ['"$@" plan --sql --target=postgres-17 <&- | wc -c >&2', "migrate", /^$/, /^\s*\d{4,}\n$/],
      ['"$@" --help >&-; echo "code $?"', "ps", /^code 0\n$/, /^$/],
      ['"$@" --bogus 2>&-; echo "code $?"', "ps", /^code 2\n$/, /^$/],
      ['"$@" down <&-; echo "code $?"', "migrate", /code 2\n$/, /pass --yes/],
    ];
  for (const [line, task, stdout, stderr] of cases) {
    const run = await shell(line, task);
    assert.match(run.stdout, stdout, `${line}: ${run.stderr}`);
    assert.match(run.stderr, stderr, line);
    assert.doesNotMatch(run.stderr, /BrokenPipe|BadResource|at file:/);
  }
  await recordFigures("bad-surroundings", { inputs: cases.length });
});

Deno.test("tasks work in a folder with blanks, accents and quotes", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "strata é 'ü $HOME; " });
  try {
    const report = await runTask("doctor", ["--report=é report.txt"], { ...nowhere, cwd });
    assert.match(report.stdout, /Wrote é report\.txt/);
    assert.equal(((await Deno.stat(join(cwd, "é report.txt"))).mode ?? 0) & 0o777, 0o600);
    const status = await runTask("ps", [], { ...nowhere, cwd });
    assert.deepEqual([status.code, status.stderr], [0, ""]);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
  await recordFigures("bad-surroundings", { inputs: 2 });
});

Deno.test("a file where .strata is wanted is named, and nothing is begun", async () => {
  const cwd = await Deno.makeTempDir({ prefix: "strata " });
  try {
    // For root, modes say nothing: a file where the folder is wanted stops everybody.
    await Deno.writeTextFile(join(cwd, ".strata"), "");
    const child = await startTask("up", ["--backend=embedded", "--timeout=20"], {
      ...nowhere,
      cwd,
    });
    const { code, stderr } = await child.output();
    const text = new TextDecoder().decode(stderr);
    assert.notEqual(code, 0);
    assert.match(
      text,
      /^error: Cannot use "\.?\.?\/?\.strata": a file is where a folder is wanted/m,
      text,
    );
    assert.equal(await Deno.readTextFile(join(cwd, ".strata")), "");
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
  await recordFigures("bad-surroundings", { inputs: 1 });
});
