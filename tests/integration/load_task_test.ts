import assert from "node:assert/strict";
import { eq } from "drizzle-orm";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { curves } from "../../src/schema/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { serverTest } from "../support/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { load, withFile } from "./load_csv_support.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const content = "Date;1 Mo;10 Yr\n02/01/2024;5,55;3,95\n03/01/2024;5,54;x\n04/01/2024;;4,0\n";
const flags = [
  "--table=curves",
  "--wide=tenors",
  "--map=curveDate=Date",
  "--set=curveId=US_TREASURY_PAR",
  "--decimal=,",
  "--date-format=DD/MM/YYYY",
];

writeTest("load loads a file, reports the result and refuses bad lines", async (database) => {
  const { url, db } = database;
  await withFile(content, async (file) => {
    const refused = await load(url, [...flags, `--file=${file}`]);
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(
      refused.stdout,
      /line 3: rate: got "x", expected a number with "," as decimal separator/,
    );
    assert.match(refused.stderr, /error: Cannot load ".*": line 3 refused .*nothing is stored/);
    assert.equal(await countRows(database, "curves"), 0);

    const told = JSON.parse((await load(url, [...flags, `--file=${file}`, "--json"])).stdout);
    assert.deepEqual(
      [told.ok, told.error.name, told.refused, told.problems.length, told.problems[0].line],
      [false, "LinesError", 1, 1, 3],
    );

    const collected = await load(url, [...flags, `--file=${file}`, "--bad-rows=collect"]);
    assert.equal(collected.code, 1, collected.stderr);
    assert.match(collected.stdout, /5 rows of 3 lines.*\n {2}4 new, 0 already there, 1 refused\n/);
    const json = await load(url, [...flags, `--file=${file}`, "--bad-rows=collect", "--json"]);
    const document = JSON.parse(json.stdout);
    assert.deepEqual(
      [json.code, document.ok, document.inserted, document.unchanged, document.problems],
      [1, false, 0, 4, [{
        line: 3,
        field: "rate",
        reason:
          'rate: got "x", expected a number with "," as decimal separator and no thousands separator',
      }]],
    );
  });
  await withFile(content.replace("x", "4,1"), async (file) => {
    const loaded = await load(url, [...flags, "-f", file]);
    assert.equal(loaded.code, 0, loaded.stderr);
    assert.match(loaded.stdout, /1 new, 4 already there/);
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

writeTest("load reports what is wrong with its flags and its file", async ({ url }) => {
  const usage = await load(url, []);
  assert.equal(usage.code, 2);
  assert.match(usage.stderr, /give the table and the file with --table and --file/);
  const table = await load(url, ["--table=curve", "--file=x.csv"]);
  assert.equal(table.code, 2);
  assert.match(table.stderr, /there is no such table, want one of data_sources/);
  const pair = await load(url, ["--table=curves", "--file=x.csv", "--set=a", "--map=b"]);
  assert.equal(pair.code, 2);
  assert.match(pair.stderr, /--map takes COLUMN=VALUE, not "b"; --set takes/);
  const file = await load(url, ["--table=curves", "--file=/nowhere.csv"]);
  assert.equal(file.code, 2);
  assert.match(file.stderr, /Cannot read "\/nowhere.csv": there is no such file, correct its path/);
  const folder = await load(url, ["--table=curves", `--file=${root}`]);
  assert.equal(folder.code, 2);
  assert.match(folder.stderr, /it is a directory, name a file in it/);
  await withFile(content, async (path) => {
    const columns = await load(url, ["--table=curves", `--file=${path}`]);
    assert.equal(columns.code, 2, columns.stderr);
    assert.match(columns.stderr, /curveId is not given/);
  });
  const meant = await load(url, [
    "--table=macro_series",
    "--file=x.csv",
    "--decimal=,",
    "--thousands=,",
  ]);
  assert.equal(meant.code, 2);
  assert.match(meant.stderr, /decimal and thousands are both ","/);
  const help = await load(url, ["--help"]);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--skip-missing=COLUMN/);
});

writeTest("load reads standard input, and names the lines in conflict", async ({ url }) => {
  const good = content.replace("x", "4,1");
  const loaded = await load(url, [...flags, "--file=-"], good);
  assert.equal(loaded.code, 0, loaded.stderr);
  assert.match(loaded.stdout, /^Loaded standard input into curves: 5 rows of 3 lines in /);
  const other = good.replace("5,54", "5,53");
  const conflict = await load(url, [...flags, "--file=/dev/stdin", "--on-conflict=error"], other);
  assert.equal(conflict.code, 1, conflict.stderr);
  assert.equal(conflict.stdout, "  line 3: rate 5.54 → 5.53\n");
  assert.match(conflict.stderr, /Cannot load "standard input": line 3 is stored with other values/);
  const named = ["--table=curves", "--no-header", "--columns=curve_id,curve_date,tenor_days,rate"];
  const bare = await load(url, [...named, "-f", "-"], "A,2024-01-02,1,5\n");
  assert.equal(bare.code, 0, bare.stderr);
  assert.match(bare.stdout, /: 1 row of 1 line in .*\n {2}1 new, 0 already there\n/);
});

serverTest("timescaledb", "load reports a database without tables", async (_t, { url }) => {
  const { code, stderr } = await load(url, [...flags, "--file=-"], content.replace("x", "4,1"));
  assert.equal(code, 1);
  assert.match(stderr, /^error: Cannot load into "curves": .*run "deno task migrate" first\n/m);
  assert.doesNotMatch(stderr, /select/);
});

/** Tells whether another session has an open transaction. */
async function isAnyoneWriting(client: Queryable): Promise<boolean> {
  const { rows } = await client.query(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and backend_type = 'client backend' and xact_start is not null and state like 'idle in%'`,
  );
  return rows.length > 0;
}

writeTest("an interrupted load reports what is stored", async (database) => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => `A,2024-01-02,${1 + i},5\n`).join("");
  for (
    const [extra, message] of [
      [[], /\nNo row of the file is stored\nInterrupted by SIGINT\n$/],
      [["--commit-each"], /\nThe first 20,000 rows are stored, load the file again for the rest\n/],
    ] as const
  ) {
    const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
    const command: string = config.tasks.load.command;
    const child = new Deno.Command(Deno.execPath(), {
      args: [...command.split(/\s+/).slice(1), "--table=curves", "-f", "-", ...extra],
      cwd: root,
      env: { DATABASE_URL: database.url, NO_COLOR: "1" },
      stdin: "piped",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const header = "curve_id,curve_date,tenor_days,rate\n";
    await writer.write(new TextEncoder().encode(header + rows(30_000)));
    // The pipe stays open: the task waits for the rest of a batch.
    const wanted = extra.length === 0 ? 0 : 20_000;
    const isUnderWay = async () =>
      wanted > 0
        ? await countRows(database, "curves") === wanted
        : await isAnyoneWriting(database.client);
    for (const deadline = Date.now() + 20_000; Date.now() < deadline && !await isUnderWay();) {
      await sleep(100);
    }
    // The task learns a moment later that the server has committed.
    await sleep(300);
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    await writer.abort().catch(() => {});
    assert.equal(code, 130);
    assert.match(new TextDecoder().decode(stderr), message);
    assert.equal(await countRows(database, "curves"), wanted);
  }
});
