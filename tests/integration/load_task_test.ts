import assert from "node:assert/strict";
import { eq } from "drizzle-orm";
import { fileURLToPath } from "node:url";
import { curves } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the task as deno.json has it, without a prompt and with its own permissions alone. */
async function load(url: string, args: readonly string[]) {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const command: string = config.tasks.load.command;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...command.split(/\s+/).slice(1), ...args],
    cwd: root,
    env: { DATABASE_URL: url, NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const content = "Date;1 Mo;10 Yr\n02/01/2024;5,55;3,95\n03/01/2024;5,54;x\n04/01/2024;;4,0\n";
const flags = [
  "--table=curves",
  "--wide=tenors",
  "--map=curveDate=Date",
  "--set=curveId=US_TREASURY_PAR",
  "--decimal=,",
  "--date-format=DD/MM/YYYY",
];

writeTest("load loads a file, says what it did and refuses bad lines", async (database) => {
  const { url, db } = database;
  await withFile(content, async (file) => {
    const refused = await load(url, [...flags, `--file=${file}`]);
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(refused.stdout, /line 3: rate: got "x", expected a number with "," before/);
    assert.match(refused.stderr, /error: Cannot load ".*": line 3 refused .*nothing is stored/);
    assert.equal(await countRows(database, "curves"), 0);

    const collected = await load(url, [...flags, `--file=${file}`, "--bad-rows=collect"]);
    assert.equal(collected.code, 1, collected.stderr);
    assert.match(collected.stdout, /5 rows of 3 lines.*\n {2}4 new, 0 there already, 1 refused\n/);
    const json = await load(url, [...flags, `--file=${file}`, "--bad-rows=collect", "--json"]);
    const document = JSON.parse(json.stdout);
    assert.deepEqual(
      [json.code, document.ok, document.inserted, document.unchanged, document.problems],
      [1, false, 0, 4, [{
        line: 3,
        field: "rate",
        reason:
          'rate: got "x", expected a number with "," before its decimals and no separators of thousands',
      }]],
    );
  });
  await withFile(content.replace("x", "4,1"), async (file) => {
    const loaded = await load(url, [...flags, "-f", file]);
    assert.equal(loaded.code, 0, loaded.stderr);
    assert.match(loaded.stdout, /1 new, 4 there already/);
  });
  await withFile(content.replace("x", "4,2"), async (file) => {
    const kept = await load(url, [...flags, `--file=${file}`]);
    assert.equal(kept.code, 0, kept.stderr);
    assert.match(kept.stdout, /1 stored with other values\n {2}line 3: rate 4.1 → 4.2/);
    await load(url, [...flags, `--file=${file}`, "--on-conflict=replace"]);
    const [stored] = await db.select().from(curves).where(eq(curves.rate, 4.2));
    assert.equal(stored?.curveDate, "2024-01-03");
  });
});

writeTest("load says what is wrong with its flags and its file", async ({ url }) => {
  const usage = await load(url, []);
  assert.equal(usage.code, 2);
  assert.match(usage.stderr, /name the table and the file with --table and --file/);
  const table = await load(url, ["--table=curve", "--file=x.csv"]);
  assert.equal(table.code, 2);
  assert.match(table.stderr, /there is no such table, want one of data_sources/);
  const pair = await load(url, ["--table=curves", "--file=x.csv", "--set=a", "--map=b"]);
  assert.equal(pair.code, 2);
  assert.match(pair.stderr, /--map takes COLUMN=VALUE, not "b"; --set takes/);
  const file = await load(url, ["--table=curves", "--file=/nowhere.csv"]);
  assert.equal(file.code, 1);
  assert.match(file.stderr, /Cannot read "\/nowhere.csv"/);
  await withFile(content, async (path) => {
    const columns = await load(url, ["--table=curves", `--file=${path}`]);
    assert.equal(columns.code, 2, columns.stderr);
    assert.match(columns.stderr, /curveId is not given/);
  });
  const help = await load(url, ["--help"]);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--skip-missing=COLUMN/);
});
