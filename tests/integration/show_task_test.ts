import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase } from "../../src/database/mod.ts";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { loadSample } from "../../src/sample/mod.ts";
import { serverTest } from "../support/mod.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the task as in deno.json, without prompts and only with its own permissions. */
async function show(url: string, ...args: readonly string[]) {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const command: string = config.tasks.show.command;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...command.split(/\s+/).slice(1), ...args],
    cwd: root,
    env: { DATABASE_URL: url },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

async function fill(url: string): Promise<void> {
  await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
  await using database = createDatabase({ url });
  await loadSample(database.db, { folder: join(root, "tests/data") });
}

serverTest(
  "timescaledb",
  "show draws a series in plain text where nobody watches",
  async (_t, { url }) => {
    await fill(url);
    const now = await show(url, "GDPC1");
    assert.equal(now.code, 0, now.stderr);
    assert.match(now.stderr, /As known now, at \d{4}-.*Z; --at shows another instant/);
    assert.match(now.stdout, /^Real gross domestic product {2}ALFRED\/GDPC1\n/);
    assert.ok(!now.stdout.includes("\u001b"));
    assert.ok(now.stdout.split("\n").every((line) => line.length <= 80), now.stdout);

    const then = await show(url, "GDPC1", "--at=2024-09-26T12:29:00Z", "--width=60");
    assert.equal(then.code, 0, then.stderr);
    assert.equal(then.stderr, "");
    assert.match(then.stdout, /━ as known at 2024-09-26 12:29 UTC/);
    assert.doesNotMatch(then.stdout, /23,223/);
  },
);

serverTest(
  "timescaledb",
  "show writes JSON and SVG, and a file only once it is whole",
  async (_t, { url }) => {
    await fill(url);
    const at = "--at=2025-09-26T00:00:00Z";
    const json = await show(url, "ALFRED/GDPC1", at, "--json");
    const document = JSON.parse(json.stdout);
    assert.deepEqual([document.ok, document.series.code, document.observations.length], [
      true,
      "GDPC1",
      4,
    ]);
    const folder = await Deno.makeTempDir({ prefix: "strata show é " });
    try {
      const file = join(folder, "gdp.svg");
      const drawn = await show(url, "ALFRED/GDPC1", at, `--svg=${file}`);
      assert.equal(drawn.code, 0, drawn.stderr);
      assert.match(drawn.stderr, /Wrote .*gdp\.svg/);
      assert.equal(
        await Deno.readTextFile(file),
        await Deno.readTextFile(`${root}.github/real_gdp.svg`),
      );
      const lost = await show(url, "GDPC1", at, `--svg=${join(folder, "no", "gdp.svg")}`);
      assert.equal(lost.code, 2, lost.stderr);
      assert.match(lost.stderr, /Cannot write ".*gdp\.svg": /);
      const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
      assert.deepEqual(names, ["gdp.svg"]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

serverTest("timescaledb", "show says what it cannot show", async (_t, { url }) => {
  const bare = await show(url, "GDPC1");
  assert.equal(bare.code, 1, bare.stderr);
  assert.match(bare.stderr, /run "deno task migrate" first/);
  await fill(url);
  const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [["GDCP1"], /did you mean ALFRED\/GDPC1, ALFRED\/GDP\?/],
    [["GDPC1", "--at=2024-09-26"], /it is a day without a time/],
    [["GDPC1", "--at=2020-01-01T00:00:00Z"], /nothing of it was known at/],
    [["GDPC1", "--from=2030-01-01"], /no observation from 2030-01-01/],
    [[], /SERIES/],
    [["GDPC1", "--width=9"], /--width/],
  ];
  for (const [args, message] of cases) {
    const { code, stderr, stdout } = await show(url, ...args);
    assert.equal(code, 2, `${args}: ${stderr}`);
    assert.match(stderr, message);
    assert.equal(stdout, "");
  }
});
