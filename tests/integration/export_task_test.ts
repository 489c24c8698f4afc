import assert from "node:assert/strict";
import { asOf } from "../../src/point_in_time/mod.ts";
import { testServer } from "../support/mod.ts";
import {
  filesOf,
  makeDailySeries,
  migratedTest,
  runExport,
  startExport,
  withFolder,
} from "./export_support.ts";
import { readingTest } from "./point_in_time_support.ts";

readingTest("an export gives what asOf reads, the same bytes each time", async (t) => {
  const [id = 0] = await makeDailySeries(t.client, { count: 2, days: 300 });
  const at = "2010-06-30T12:00:00Z";
  await withFolder(async (folder) => {
    const asked = ["as-of", "ALFRED/D1", "ALFRED/D2", `--at=${at}`];
    for (const file of ["a.csv", "b.csv", "a.parquet", "b.parquet", "a.arrow", "a.jsonl"]) {
      const { code, stderr } = await runExport([...asked, `--to=${folder}/${file}`], t);
      assert.equal(code, 0, stderr);
    }
    for (const format of ["csv", "parquet"]) {
      assert.deepEqual(
        await Deno.readFile(`${folder}/a.${format}`),
        await Deno.readFile(`${folder}/b.${format}`),
      );
    }
    assert.deepEqual(filesOf(folder), [
      ...["a.arrow", "a.csv", "a.jsonl", "a.parquet", "b.csv", "b.parquet"],
    ]);
    const lines = (await Deno.readTextFile(`${folder}/a.csv`)).trimEnd().split("\n");
    const known = await asOf(t.database, { series: id, at });
    assert.deepEqual(
      lines.slice(1).filter((line) => line.startsWith(`${id},`)).map((line) => {
        const [, day, value, release] = line.split(",");
        return [day, Number(value), Date.parse(release ?? "")];
      }),
      known.map((row) => [row.observationDate, row.value, row.releaseTime.getTime()]),
    );
    const { stdout, code } = await runExport(
      ["panel", "ALFRED/D1", "--at-from=2010-03-01", "--at-to=2010-03-08", "--time=18:00"].concat(
        ["--time-zone=America/New_York", "--to=-", "--format=csv"],
      ),
      t,
    );
    assert.equal(code, 0);
    assert.deepEqual(stdout.trimEnd().split("\n").slice(1).map((line) => line.split(",")[0]), [
      "2010-03-01T23:00:00.000000Z",
      "2010-03-02T23:00:00.000000Z",
      "2010-03-03T23:00:00.000000Z",
      "2010-03-04T23:00:00.000000Z",
      "2010-03-05T23:00:00.000000Z",
      "2010-03-08T23:00:00.000000Z",
    ]);
  });
});

/** Command lines that are refused: their exit code, and what is said. */
const refusals: readonly (readonly [readonly string[], number, RegExp])[] = [
  [["as-of", "ALFRED/D1", "--to=x.csv"], 2, /--at is missing, give the instant .* or --at=now/],
  [["as-of", "ALFRED/D1", "--at=2024-09-26", "--to=x.csv"], 2, /it is a day without a time/],
  [["as-of", "ALFRED/NO", "--at=now", "--to=x.csv"], 1, /Cannot find the series "ALFRED\/NO"/],
  [["as-of", "D1", "--at=now", "--to=x.csv"], 2, /Cannot read "D1" as a series/],
  [["as-of", "--at=now", "--to=x.csv"], 2, /the series/],
  [["asof", "ALFRED/D1", "--at=now", "--to=x.csv"], 2, /it is no kind of question, want one of/],
  [["as-of", "ALFRED/D1", "--at=now", "--to=x.xls"], 2, /give --format=csv/],
  [["as-of", "ALFRED/D1", "--at=now"], 2, /--to is missing/],
  [["as-of", "ALFRED/D1", "--at=now", "--day=2024-01-01", "--to=x.csv"], 2, /with --day: it does/],
  [
    ["as-of", "ALFRED/D1", "--at=now", "--from=2020-01-02", "--until=2020-01-01", "--to=x.csv"],
    2,
    /--from=2020-01-02 is after --until=2020-01-01, exchange them/,
  ],
  [
    ["as-of", "ALFRED/D1", "--at=2020-01-01T00:00Z", "--at=2020-01-02T00:00Z", "--to=x.csv"],
    2,
    /only a panel has many/,
  ],
  [
    ["panel", "ALFRED/D1", "--at-from=2024-03-10", "--at-to=2024-03-10", "--all-days"].concat(
      ["--time=02:30", "--time-zone=America/New_York", "--to=x.csv"],
    ),
    2,
    /02:30.*America\/New_York|America\/New_York.*02:30/,
  ],
  [["table", "nope", "--to=x.csv"], 2, /Cannot read the table "nope": it does not exist/],
  [["table", "macro_series", "--to=x.csv", "--from=x"], 1, /invalid input syntax/],
  [["as-of", "ALFRED/D1", "--at=now", "--to=-", "--format=csv", "--json"], 2, /--json with --to=-/],
  [["as-of", "ALFRED/D1", "--at=now", "--to=s3://bucket", "--format=csv"], 2, /s3:\/\/BUCKET\/KEY/],
  [["as-of", "ALFRED/D1", "--at=now", "--to=/no/such/x.csv"], 2, /folder does not exist/],
  [["as-of", "ALFRED/D1", "--at=now", "--to=/tmp", "--format=csv"], 2, /it is a folder/],
  [["--check=no.json"], 2, /there is no such file/],
];

readingTest(
  "an export that cannot be is refused with its reason, and leaves nothing",
  async (t) => {
    await makeDailySeries(t.client, { count: 1, days: 3 });
    await withFolder(async (folder) => {
      for (const [args, wanted, reason] of refusals) {
        const { code, stderr, stdout } = await runExport(
          args.map((arg) => arg.replace("--to=x", `--to=${folder}/x`)),
          t,
        );
        assert.equal(code, wanted, `${args.join(" ")}: ${stderr}`);
        assert.match(stderr + stdout, reason, args.join(" "));
        assert.doesNotMatch(stderr, /cause:/, args.join(" "));
      }
      const many = Array.from({ length: 10_001 }, (_, i) => String(i + 1));
      const { code, stderr } = await runExport(
        ["panel", ...many, "--at=now", `--to=${folder}/x.csv`],
        t,
      );
      assert.equal(code, 2);
      assert.match(stderr, /more than 10000 series at once/);
      assert.deepEqual(filesOf(folder), []);
    });
  },
);

migratedTest("now is said aloud, and a file is replaced only by a complete one", async (t) => {
  await makeDailySeries(t.client, { count: 1, days: 3 });
  await withFolder(async (folder) => {
    const file = `${folder}/x.csv`;
    await Deno.writeTextFile(file, "earlier");
    const { code, stdout, stderr } = await runExport(
      ["as-of", "ALFRED/D1", "--at=now", `--to=${file}`, "--json"],
      t,
    );
    assert.equal(code, 0, stderr);
    const [, now = ""] = /now is (\S+), by the server's clock/.exec(stderr) ?? [];
    const result = JSON.parse(stdout);
    assert.equal(Date.parse(result.question.at), Date.parse(now));
    assert.deepEqual([result.ok, result.rows, result.format], [true, 3, "csv"]);
    const before = await Deno.readTextFile(file);
    assert.equal(before.split("\n").length, 5);

    await t.client.query(
      "create table public.wide (id int primary key, d date default 'infinity'); insert into public.wide(id) select generate_series(1, 10)",
    );
    const failed = await runExport(["table", "wide", `--to=${file}`], t);
    assert.equal(failed.code, 1, failed.stderr + failed.stdout);
    assert.match(failed.stderr, /Cannot read the column "d": it holds an infinite date/);
    assert.equal(await Deno.readTextFile(file), before);
    assert.deepEqual(filesOf(folder), ["x.csv"]);
  });
});

readingTest("an export that is interrupted leaves no file, and no statement", async (t) => {
  await t.client.query("create table public.many (id int primary key, word text)");
  await t.client.query(
    "insert into public.many select g, repeat('x', 500) from generate_series(1, 400000) g",
  );
  await withFolder(async (folder) => {
    const child = await startExport(["table", "many", `--to=${folder}/x.csv`], t);
    const end = performance.now() + 30_000;
    while (filesOf(folder).length === 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assert.equal(code, 130, new TextDecoder().decode(stderr));
    assert.deepEqual(filesOf(folder), []);
    const { rows } = await t.client.query(
      "select count(*)::int as n from pg_stat_activity where query like 'copy (%' and state = 'active' and datname = current_database()",
    );
    assert.equal(rows[0].n, 0);

    const piped = await startExport(["table", "many", "--to=-", "--format=csv"], t);
    const reader = piped.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const errors = new Response(piped.stderr).text();
    assert.equal((await piped.status).code, 0);
    assert.match(await errors, /The reader has ended/);
  });
});

const server = testServer("timescaledb");
Deno.test({
  name: "a database that is not migrated says so" +
    ("missing" in server ? ` (${server.missing})` : ""),
  ignore: "missing" in server,
  fn: async () => {
    if ("missing" in server) return;
    const { code, stderr } = await runExport(
      ["as-of", "ALFRED/D1", "--at=now", "--to=-", "--format=csv"],
      { url: new URL("/postgres", server.url).href },
    );
    assert.equal(code, 1);
    assert.match(stderr, /the database has not been migrated, run "deno task migrate" first/);
  },
});
