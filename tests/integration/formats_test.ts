import assert from "node:assert/strict";
import { type ColumnStream, describeColumns, readColumns } from "../../src/answers/columns/mod.ts";
import { type FormatName, formatNamed, formatNames } from "../../src/answers/format/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { pythonTest } from "../support/mod.ts";

/** Every type with its borders, nulls, NaN, and texts that CSV must quote. */
const everyType = `select whole, big, double, flag, day, instant, price::numeric(18, 2) as price,
  wide::numeric(38, 3) as wide, exact, word, document from (values
  (1, 9223372036854775807::bigint, 0.1::float8, true, date '1969-12-31',
    timestamptz '1969-12-31 23:59:59.999999+00', 1234567890123456.78,
    12345678901234567890123456789012345.678, 0.00010::numeric, 'a,"b"'::text,
    '{"a": 1}'::jsonb),
  (null, null, null, null, null, null, null, null, null, null, null),
  (-2147483648, -9223372036854775808, 'NaN', false, '2024-02-29', '2024-09-26 12:30:00.000001+00',
    -0.01, -0.001, -7, '', '[null, 1.5]'),
  (0, 0, '-Infinity', true, '0001-01-01', '9999-12-31 23:59:59.999999+00', 0, 0, 1e20, ' ação
line', '"x"'),
  (7, 9007199254740993, -0.0::float8, null, '9999-12-31', '2300-01-01 00:00:00.000001+00', 1, 1, 1, '𝒜', 'null')
  ) rows (whole, big, double, flag, day, instant, price, wide, exact, word, document)`;

async function bytesOf(name: FormatName, stream: ColumnStream): Promise<Uint8Array> {
  const format = await formatNamed(name);
  return new Uint8Array(
    await new Blob(
      // as: a Blob takes any bytes.
      await Array.fromAsync(format.encode(stream)) as Uint8Array<ArrayBuffer>[],
    ).arrayBuffer(),
  );
}

Deno.test("CSV and JSON lines tell null, NaN and an empty text apart, and lose no digit", async () => {
  await using database = await createTestDatabase({ migrations: [] });
  const statement = await describeColumns(database.pool, everyType);
  const text = async (name: FormatName) =>
    new TextDecoder().decode(await bytesOf(name, readColumns(database.pool, statement)));
  assert.equal(
    await text("csv"),
    `whole,big,double,flag,day,instant,price,wide,exact,word,document
1,9223372036854775807,0.1,true,1969-12-31,1969-12-31T23:59:59.999999Z,1234567890123456.78,12345678901234567890123456789012345.678,0.00010,"a,""b""","{""a"": 1}"
,,,,,,,,,,
-2147483648,-9223372036854775808,NaN,false,2024-02-29,2024-09-26T12:30:00.000001Z,-0.01,-0.001,-7,"","[null, 1.5]"
0,0,-Infinity,true,0001-01-01,9999-12-31T23:59:59.999999Z,0.00,0.000,100000000000000000000," ação
line","""x"""
7,9007199254740993,-0.0,,9999-12-31,2300-01-01T00:00:00.000001Z,1.00,1.000,1,𝒜,null
`,
  );
  const lines = (await text("jsonl")).trimEnd().split("\n");
  assert.equal(lines.length, 5);
  assert.equal(
    lines[0],
    `{"whole":1,"big":9223372036854775807,"double":0.1,"flag":true,"day":"1969-12-31",` +
      `"instant":"1969-12-31T23:59:59.999999Z","price":"1234567890123456.78",` +
      `"wide":"12345678901234567890123456789012345.678","exact":"0.00010","word":"a,\\"b\\"","document":{"a": 1}}`,
  );
  assert.deepEqual(Object.values(JSON.parse(lines[1] ?? "")), new Array(11).fill(null));
  assert.equal(JSON.parse(lines[2] ?? "").double, "NaN");
  assert.equal(JSON.parse(lines[3] ?? "").word, " ação\nline");
});

Deno.test("the bytes of an answer do not depend on its batches, and an empty one is a file", async (t) => {
  await using database = await createTestDatabase({ migrations: [] });
  const statement = await describeColumns(
    database.pool,
    `select i, nullif(i % 7, 0) * 0.5 as half, now() - now() + timestamptz '2024-01-01' + i * interval '1 s' as at,
      'unit ' || i % 3 as unit from generate_series(1, 70000) i`,
  );
  for (const name of formatNames) {
    await t.step(name, async () => {
      const read = (batchRows: number) =>
        bytesOf(name, readColumns(database.pool, statement, { batchRows }));
      const whole = await read(65_536);
      assert.deepEqual(await read(1000), whole);
      assert.deepEqual(await read(70_000), whole);
      const none = { ...statement, text: `select * from (${statement.text}) none where false` };
      const empty = await bytesOf(name, readColumns(database.pool, none));
      assert.ok(name === "jsonl" ? empty.length === 0 : empty.length > 0);
    });
  }
});

Deno.test("a decimal column with NaN is refused where decimals have no form for it", async () => {
  await using database = await createTestDatabase({ migrations: [] });
  const statement = await describeColumns(database.pool, "select 'NaN'::numeric(9, 2) as price");
  for (const name of ["parquet", "arrow"] as const) {
    await assert.rejects(bytesOf(name, readColumns(database.pool, statement)), {
      name: "RangeError",
      message: /^Cannot write the column "price": it holds NaN/,
    });
  }
  assert.equal(
    new TextDecoder().decode(await bytesOf("csv", readColumns(database.pool, statement))),
    "price\nNaN\n",
  );
});

const readers = ["pyarrow", "pandas", "polars", "duckdb"];

pythonTest("pyarrow, pandas, polars and DuckDB read every format", readers, async (python) => {
  await using database = await createTestDatabase({ migrations: [] });
  const statement = await describeColumns(database.pool, everyType);
  const none = { ...statement, text: `select * from (${statement.text}) none where false` };
  const folder = await Deno.makeTempDir();
  try {
    for (const name of formatNames) {
      const bytes = await bytesOf(name, readColumns(database.pool, statement));
      await Deno.writeFile(`${folder}/all.${name}`, bytes);
      const empty = await bytesOf(name, readColumns(database.pool, none));
      await Deno.writeFile(`${folder}/none.${name}`, empty);
    }
    const program = await Deno.readTextFile(new URL("formats_program.py", import.meta.url));
    assert.match(await python(program, [folder]), /all read$/m);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
