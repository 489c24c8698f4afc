import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from, to } from "pg-copy-streams";
import { defineMigration } from "../../../src/migrate/mod.ts";
import { createTestDatabase } from "../../../src/testing/mod.ts";

const numbers = [
  defineMigration("0001_create_numbers", {
    up: (m) => m.sql("create table numbers (n integer, word text)"),
  }),
];

Deno.test("rows are copied in and out", async () => {
  await using database = await createTestDatabase({ migrations: numbers });
  const client = await database.pool.connect();
  const lines = Array.from({ length: 5_000 }, (_, i) => `${i}\tword ${i}\n`);
  const target = client.query(from("copy numbers from stdin"));
  await pipeline(Readable.from(lines), target);
  assert.equal(target.rowCount, 5_000);
  let text = "";
  for await (
    const chunk of client.query(to("copy (select n from numbers where n < 3) to stdout"))
  ) {
    text += chunk;
  }
  assert.equal(text, "0\n1\n2\n");
  client.release();
});

Deno.test("a copy that fails stores nothing and leaves the connection whole", async () => {
  await using database = await createTestDatabase({ migrations: numbers });
  const client = await database.pool.connect();
  for (const [table, line, code] of [["numbers", "x\ty\n", "22P02"], ["nothing", "1\n", "42P01"]]) {
    const target = client.query(from(`copy ${table} from stdin`));
    await assert.rejects(pipeline(Readable.from(["1\ta\n", line]), target), { code });
  }
  // Without a stream to read from, the driver itself gives up.
  await assert.rejects(client.query("copy numbers from stdin"), { code: "57014" });
  const { rows } = await client.query("select count(*)::int as n from numbers");
  assert.deepEqual(rows, [{ n: 0 }]);
  client.release();
});
