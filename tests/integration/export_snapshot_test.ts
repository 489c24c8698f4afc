import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { makeDailySeries, runExport, withFolder } from "./export_support.ts";
import { type ReadingTest, readingTest } from "./point_in_time_support.ts";

const at = "2011-06-30T12:00:00Z";
const questions = {
  "as-of": ["as-of", "ALFRED/D1", "ALFRED/D2", `--at=${at}`],
  matrix: ["matrix", "ALFRED/D2", `--at=${at}`, "--from=2011-01-01", "--until=2011-01-10"],
  table: ["table", "macro_series"],
};

/** Writes what comes later: new revisions, new days, and a row that says it was released long ago. */
const laterWriting = `insert into macro_series
    (series_id, observation_date, revision_number, value, release_time)
  select series_id, observation_date, 2, value + 1, release_time + interval '1 day'
  from macro_series where revision_number = 1;
  insert into macro_series (series_id, observation_date, revision_number, value, release_time)
  select min(series_id), '2009-12-31', 0, 7, '2010-01-01 12:00Z' from macro_series;`;

/** Compresses, takes apart and puts together chunks, where the edition can. */
async function moveRows(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ license: string; version: string }>(
    `select current_setting('timescaledb.license') as license,
      (select extversion from pg_extension where extname = 'timescaledb') as version`,
  );
  await client.query("select set_chunk_time_interval('macro_series', interval '7 days')");
  if (rows[0]?.license !== "timescale") return;
  const chunks = async () => {
    const found = await client.query<{ chunk: string }>(
      "select c::text as chunk from show_chunks('macro_series') c order by 1",
    );
    return found.rows.map(({ chunk }) => chunk);
  };
  const [one = "", two = ""] = await chunks();
  await client.query(`call merge_chunks('${one}'::regclass, '${two}'::regclass)`);
  for (const chunk of await chunks()) await client.query("select compress_chunk($1)", [chunk]);
  const [first = ""] = await chunks();
  await client.query("select decompress_chunk($1)", [first]);
  await client.query("select compress_chunk($1)", [first]);
  await client.query("analyze macro_series");
}

async function check(t: ReadingTest, manifest: string) {
  const { code, stdout } = await runExport([`--check=${manifest}`, "--json"], t);
  return { code, result: JSON.parse(stdout) };
}

readingTest(
  "a snapshot stays true whatever is written, compressed or cut anew later",
  async (t) => {
    await makeDailySeries(t.client, { count: 2, days: 500 });
    await withFolder(async (folder) => {
      for (const [name, asked] of Object.entries(questions)) {
        const { code, stderr } = await runExport(
          [...asked, `--to=${folder}/${name}.parquet`, `--snapshot=${folder}/${name}.json`],
          t,
        );
        assert.equal(code, 0, stderr);
      }
      const manifest = JSON.parse(await Deno.readTextFile(`${folder}/as-of.json`));
      assert.deepEqual(manifest.series.map(({ code }: { code: string }) => code), [
        "ALFRED/D1",
        "ALFRED/D2",
      ]);
      assert.ok(manifest.isFixed && Date.parse(manifest.question.knownTo) <= Date.now());

      await t.client.query(laterWriting);
      await moveRows(t.client);
      for (const name of Object.keys(questions)) {
        const { code, result } = await check(t, `${folder}/${name}.json`);
        assert.deepEqual([code, result.ok, result.differences], [0, true, []], name);
      }
      // The hash is that of the same answer as JSON lines, which anyone can take.
      const lines = await runExport(
        [...questions["as-of"], `--known-to=${manifest.question.knownTo}`].concat(
          ["--to=-", "--format=jsonl"],
        ),
        t,
      );
      const sha256 = createHash("sha256").update(lines.stdout).digest("hex");
      assert.equal(sha256, manifest.sha256);
    });
  },
);

readingTest("a snapshot names the rows that were forged, added and taken away", async (t) => {
  const [id = 0, second = 0] = await makeDailySeries(t.client, { count: 2, days: 500 });
  await withFolder(async (folder) => {
    const manifest = `${folder}/as-of.json`;
    const run = await runExport(
      [...questions["as-of"], `--to=${folder}/a.csv`, `--snapshot=${manifest}`],
      t,
    );
    assert.equal(run.code, 0, run.stderr);
    const whole = await Deno.readTextFile(manifest);
    assert.equal(
      JSON.parse(whole).rows,
      (await Deno.readTextFile(`${folder}/a.csv`)).split("\n").length - 2,
    );
    await t.client.query(
      `update macro_series set value = value + 0.001 where series_id = $1 and observation_date = '2010-02-03'`,
      [id],
    );
    await t.client.query(
      `delete from macro_series where series_id = $1 and observation_date = '2011-03-05'`,
      [second],
    );
    const { code, result } = await check(t, manifest);
    assert.equal(code, 1);
    assert.deepEqual(result.differences, [
      {
        slice: `series_id ${id}, year 2010`,
        rows: [{ state: "changed", row: `series_id ${id}, observation_date 2010-02-03` }],
      },
      {
        slice: `series_id ${second}, year 2011`,
        rows: [{ state: "gone", row: `after series_id ${second}, observation_date 2011-03-04` }],
      },
    ]);
    const told = await runExport([`--check=${manifest}`], t);
    assert.equal(told.code, 1);
    assert.match(told.stdout, new RegExp(`  changed series_id ${id}, observation_date 2010-02-03`));

    // A row with an older time of its storing can only have been forged.
    await t.client.query(
      `insert into macro_series
        (series_id, observation_date, revision_number, value, release_time, ingested_at)
      values ($1, '2009-06-01', 0, 1, '2009-07-01', '2009-07-01')`,
      [second],
    );
    const forged = (await check(t, manifest)).result.differences.flatMap((
      { rows }: { rows: readonly { state: string; row: string }[] },
    ) => rows).filter(({ state }: { state: string }) => state === "added");
    assert.deepEqual(forged, [
      { state: "added", row: `series_id ${second}, observation_date 2009-06-01` },
    ]);
  });
});

readingTest("a snapshot leaves out what a transaction under way may still store", async (t) => {
  await makeDailySeries(t.client, { count: 1, days: 5 });
  await using other = await t.database.pool.connect().then((client) => ({
    client,
    [Symbol.asyncDispose]: () => Promise.resolve(client.release()),
  }));
  await other.client.query("begin");
  await other.client.query(
    `insert into macro_series (series_id, observation_date, revision_number, value, release_time)
    select min(series_id), '2010-01-06', 0, 1, '2010-01-07 00:00Z' from macro_series`,
  );
  await withFolder(async (folder) => {
    const asked = ["as-of", "ALFRED/D1", "--at=2010-06-30T12:00:00Z", `--to=${folder}/a.csv`];
    const run = await runExport([...asked, `--snapshot=${folder}/a.json`], t);
    assert.equal(run.code, 0, run.stderr);
    await other.client.query("commit");
    const { code, result } = await check(t, `${folder}/a.json`);
    assert.deepEqual([code, result.ok, result.rows.is], [0, true, 5]);
  });
});
