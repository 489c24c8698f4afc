import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { asOf, latest, panel } from "../../src/point_in_time/mod.ts";
import { pythonTest, serverTest, testServer, throwawayDatabase } from "../support/mod.ts";
import { minute } from "./point_in_time_reference.ts";
import { compress } from "./point_in_time_support.ts";
import { histories, writeHistories } from "./sql_histories.ts";

const instants = [-2160, -1, 0, 720, 3600, 8640].map(minute);
const series = [0, 1, 2, 3, 4, 5].map((i) => `RANDOM/H/${i}`);
const look = { maxAge: "40 days" };

interface Answers {
  readonly asOf: unknown;
  readonly latest: unknown;
  readonly panel: unknown;
}

/** Opens a migrated database with random histories; compressed where the server can. */
async function withHistories(
  url: string,
  run: (url: string, database: Database, ids: readonly number[]) => Promise<void>,
): Promise<void> {
  await using given = await throwawayDatabase(url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  const ids = await writeHistories(
    given.client,
    histories({ seed: 11, count: series.length, questions: 0 }),
  );
  await compress(given.client, "macro_series");
  await using database = createDatabase({ url: given.url });
  await run(given.url, database, ids);
}

/** What the library answers, in the form of the clients. */
async function wanted(database: Database, ids: readonly number[]): Promise<Answers> {
  type Cell = Awaited<ReturnType<typeof latest>>;
  const row = (one: Cell) =>
    one === null ? [null, null, null] : [one.observationDate, one.value, one.releaseTime.getTime()];
  const each = <T>(read: (id: number, at: string) => Promise<T>) =>
    Promise.all(ids.map((id) => Promise.all(instants.map((at) => read(id, at)))));
  const grid = await panel(database, { series: ids, at: instants, ...look });
  return {
    asOf: await each(async (id, at) => (await asOf(database, { series: id, at })).map(row)),
    latest: await each(async (id, at) => {
      const found = await latest(database, { series: id, at, ...look });
      return found === null ? [] : [row(found)];
    }),
    panel: grid.flatMap(({ at, cells }) => cells.map((cell) => [at.getTime(), ...row(cell)])),
  };
}

const server = testServer("community");
pythonTest(
  "psycopg and ADBC read through the SQL functions what the library reads",
  ["psycopg", "adbc_driver_postgresql", "pyarrow"],
  async (python) => {
    const given = "url" in server ? server : testServer("timescaledb");
    assert.ok("url" in given, "needs a server");
    await withHistories(given.url, async (url, database, ids) => {
      const program = await Deno.readTextFile(new URL("sql_clients.py", import.meta.url));
      const answers = JSON.parse(
        await python(program, [url, JSON.stringify({ series, instants })]),
      );
      const right = await wanted(database, ids);
      // Each with instants as text and as datetime.
      assert.deepEqual(answers.psycopg, [right, right]);
      assert.deepEqual(answers.adbc, [right, right]);
      // A date, a datetime without a zone, and a day as text.
      assert.deepEqual(answers.refusals, ["22007", "22007", "22007"]);
    });
  },
);

const psqlTest = "psql reads through the SQL functions what the library reads";
if (hasPsql()) {
  serverTest("timescaledb", psqlTest, (_t, { url }) => comparePsql(url));
} else {
  Deno.test({ name: `${psqlTest} (needs psql on PATH)`, ignore: true, fn: () => {} });
}

async function comparePsql(url: string): Promise<void> {
  await withHistories(url, async (url, database, ids) => {
    const right = await wanted(database, ids);
    const cell = "observation_date, value, floor(extract(epoch from release_time) * 1000)::bigint";
    const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");
    const each = (call: string) =>
      series.map((one) =>
        instants.map((at) =>
          `coalesce((
        select json_agg(json_build_array(${cell}) order by observation_date)
        from strata.${call.replace("$1", `'${one}'`).replace("$2", `'${at}'`)}), '[]')`
        )
      );
    const nested = (calls: readonly (readonly string[])[]) =>
      `json_build_array(${calls.map((row) => `json_build_array(${row.join(", ")})`).join(", ")})`;
    const text = `select json_build_object(
      'asOf', ${nested(each("as_of($1, $2)"))},
      'latest', ${nested(each("latest($1, $2, max_age => '40 days')"))},
      'panel', (
        select json_agg(json_build_array(floor(extract(epoch from as_of) * 1000)::bigint, ${cell})
          order by as_of, series_id)
        from strata.panel(array[${listed(series)}], array[${
      listed(instants)
    }], max_age => '40 days')
      ))`;
    assert.deepEqual(JSON.parse(await psql(url, text)), right);
  });
}

function hasPsql(): boolean {
  try {
    return new Deno.Command("psql", { args: ["--version"] }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function psql(url: string, text: string): Promise<string> {
  const found = await new Deno.Command("psql", { args: ["-XAtq", url, "-c", text] }).output();
  assert.ok(found.success, new TextDecoder().decode(found.stderr));
  return new TextDecoder().decode(found.stdout);
}
