import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { ConfigError } from "../../../src/base/errors.ts";
import { loadSettings, percentEncode } from "../../../src/base/settings/mod.ts";
import { runTask } from "../../support/mod.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { type EnvCase, envCases } from "./env_cases.ts";

/** Runs a function with a folder that holds the `.env` of a case. */
async function withEnv<T>(
  file: EnvCase["file"],
  run: (folder: string, path: string) => T | Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "strata dépôt " });
  const path = join(folder, ".env");
  try {
    if (file === "folder") await Deno.mkdir(path);
    else if (typeof file !== "string") await Deno.writeFile(path, file);
    else if (file !== "missing") await Deno.writeTextFile(path, file);
    return await run(folder, path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a .env that is odd is read, one that is wrong is refused by line", async () => {
  for (const { name, file, problems = [], values = {} } of envCases) {
    await withEnv(file, (_folder, envFile) => {
      const load = () => loadSettings({ env: {}, envFile });
      if (problems.length === 0) {
        assert.equal(load().postgres.password.reveal(), values["POSTGRES_PASSWORD"], name);
        return;
      }
      assert.throws(load, (error) => {
        assert.ok(error instanceof ConfigError, name);
        assert.equal(error.problems.length, problems.length, `${name}: ${error.message}`);
        problems.forEach((problem, at) => assert.match(error.problems[at] ?? "", problem, name));
        assert.doesNotMatch(Deno.inspect(error), /finch|wren/, name);
        return true;
      });
    });
  }
  await recordFigures("bad-env", { inputs: envCases.length });
});

Deno.test("a task with a .env that is wrong exits with 2 and says each problem", async () => {
  const some = ["a folder of that name", "many problems at once"];
  const chosen = envCases.filter(({ name, problems }) =>
    effort({ short: some.includes(name), long: problems !== undefined })
  );
  for (const { name, file, problems = [] } of chosen) {
    const { code, stderr } = await withEnv(
      file,
      (cwd) => runTask("verify", [], { url: "", cwd, env: { POSTGRES_PORT: "" } }),
    );
    assert.equal(code, 2, `${name}: ${stderr}`);
    for (const problem of problems) {
      assert.ok(stderr.split("\n  - ").some((line) => problem.test(line.trim())), stderr);
    }
    assert.doesNotMatch(stderr, /finch|wren/, name);
  }
  await recordFigures("bad-env", { inputs: chosen.length });
});

/** A text that a setting can hold; a file keeps no difference between the kinds of line ends. */
const anyText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 24 })
  .filter((text) => !/[\0\r]/.test(text) && text.trim() !== "");

/** Writes a value the way a `.env` has it, in quotes that do not occur in it. */
function written(text: string): string | undefined {
  const quote = ["'", "`", '"'].find((one) =>
    !text.includes(one) && (one !== '"' || !text.includes("\\"))
  );
  return quote === undefined ? undefined : `${quote}${text}${quote}`;
}

Deno.test("a password comes back from a .env and from a URL as it was", async () => {
  const numRuns = effort({ short: 300, long: 5_000 });
  const texts = anyText.filter((text) => written(text) !== undefined);
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const url = `postgres://u:${percentEncode(text)}@h/d`;
      const file = `POSTGRES_PASSWORD=${written(text)}\nMIGRATION_DATABASE_URL=${url}\n`;
      await withEnv(file, (_folder, envFile) => {
        const { database, postgres } = loadSettings({ env: {}, envFile });
        assert.equal(postgres.password.reveal(), text);
        assert.equal(decodeURIComponent(new URL(database.url.reveal()).password), text);
        assert.equal(decodeURIComponent(new URL(database.migrationUrl.reveal()).password), text);
      });
    }),
    { seed: seedOfRun(), numRuns },
  );
  await recordFigures("bad-env", { cases: numRuns });
});
