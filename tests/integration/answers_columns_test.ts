import assert from "node:assert/strict";
import { describeColumns, readColumns } from "../../src/answers/columns/mod.ts";
import type { ColumnBatch } from "../../src/answers/columns/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { serverTest } from "../support/mod.ts";

/** A row of every type, a row of nulls, and numbers on their borders. */
const everyType = `select * from (values
  (1::smallint, -2147483648, 9223372036854775807::bigint, 0.1::float8, true, date '1969-12-31',
    timestamptz '1969-12-31 23:59:59.999999+00', 123456789012345678.000100::numeric, 'a'::text,
    '{"a": 1}'::jsonb, '{1,2}'::int[]),
  (null, null, null, null, null, null, null, null, null, null, null),
  (-1, 2147483647, -9223372036854775808, 'NaN', false, '9999-12-31', '2024-09-26 12:30:00.000001+00',
    -0.000007, 'ação', '[null]', '{}'),
  (0, 0, -1, '-Infinity', true, '0001-01-01', '0001-01-01 00:00+00', 'NaN', '', '"x"', null)
  ) rows (small, whole, big, double, flag, day, instant, exact, word, document, list)`;

function rowsOf({ length, columns }: ColumnBatch): unknown[][] {
  return Array.from(
    { length },
    (_, row) => columns.map(({ values, valid }) => valid?.[row] === 0 ? null : values[row]),
  );
}

const expected = [
  [
    1,
    -2147483648,
    9223372036854775807n,
    0.1,
    1,
    -1,
    -1n,
    "123456789012345678.000100",
    "a",
    '{"a": 1}',
    "{1,2}",
  ],
  [null, null, null, null, null, null, null, null, null, null, null],
  [
    -1,
    2147483647,
    -9223372036854775808n,
    NaN,
    0,
    2932896,
    1727353800000001n,
    "-0.000007",
    "ação",
    "[null]",
    "{}",
  ],
  [0, 0, -1n, -Infinity, 1, -719162, -62135596800000000n, "NaN", "", '"x"', null],
];

Deno.test("columns hold every type exactly, on PGlite too", async () => {
  await using database = await createTestDatabase({ migrations: [] });
  const statement = await describeColumns(database.pool, everyType);
  assert.deepEqual(statement.columns.map(({ type }) => type), [
    "int32",
    "int32",
    "int64",
    "float64",
    "boolean",
    "date",
    "timestamp",
    "decimal",
    "text",
    "json",
    "text",
  ]);
  const batches = await Array.fromAsync(readColumns(database.pool, statement).batches);
  assert.deepEqual(batches.flatMap(rowsOf), expected);
});

serverTest(
  "timescaledb",
  "columns come in batches, however slowly they are taken",
  async (_t, { url }) => {
    await using database = createDatabase({ url });
    const statement = await describeColumns(
      database.pool,
      "select i, i * 0.5 as half, i::numeric(12, 2) as price from generate_series(1, 200000) i",
    );
    const price = { name: "price", type: "decimal", precision: 12, scale: 2 };
    assert.deepEqual(statement.columns[2], price);
    const lengths: number[] = [];
    let sum = 0;
    for await (
      const batch of readColumns(database.pool, statement, { batchRows: 30_000 }).batches
    ) {
      lengths.push(batch.length);
      for (const row of rowsOf(batch)) sum += Number(row[0]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(lengths, [...new Array(6).fill(30_000), 20_000]);
    assert.equal(sum, 200_000 * 200_001 / 2);
  },
);

serverTest("timescaledb", "reading columns leaves no connection behind", async (_t, t) => {
  await using database = createDatabase({ url: t.url, limits: { poolSize: 1, maxOverflow: 0 } });
  const columns = [{ name: "i", type: "int32" }] as const;
  const endless = { text: "select generate_series(1, 100000000) as i", columns };
  const busy = async () => {
    const { rows } = await t.client.query(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and query like 'copy (%' and state = 'active'",
    );
    return rows[0].n;
  };

  for await (const _ of readColumns(database.pool, endless).batches) break;
  await assert.rejects(async () => {
    const signal = AbortSignal.timeout(100);
    for await (const _ of readColumns(database.pool, endless, { signal }).batches);
  }, { name: "TimeoutError" });
  await assert.rejects(async () => {
    for await (const _ of readColumns(database.pool, { text: "select 1 / 0", columns }).batches);
  }, { code: "22012" });
  await assert.rejects(async () => {
    for await (const _ of readColumns(database.pool, endless, { timeoutMs: 50 }).batches);
  }, { code: "57014" });
  await assert.rejects(async () => {
    const text = "create table t (i int)";
    for await (const _ of readColumns(database.pool, { text, columns }).batches);
  }, { code: "42601" });
  await assert.rejects(async () => {
    const infinite = {
      text: "select 'infinity'::date as d",
      columns: [{ name: "d", type: "date" }],
    } as const;
    for await (const _ of readColumns(database.pool, infinite).batches);
  }, /Cannot read the column "d": it holds an infinite date/);

  // The one connection of the pool serves again, and no statement goes on.
  assert.equal((await database.pool.query("select 1 as one")).rows[0].one, 1);
  for (let tries = 0; await busy() > 0 && tries < 50; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(await busy(), 0);
});
