import assert from "node:assert/strict";
import { inArray } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { createDatabase } from "../../src/database/mod.ts";
import { serverTest } from "../support/mod.ts";

const notes = pgTable("notes", { id: integer("id") });
const ids = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const refusal = (error: unknown): boolean => {
  const cause = error instanceof RangeError ? error : Object(error).cause;
  assert.ok(cause instanceof RangeError, String(error));
  assert.match(cause.message, /Cannot run a statement of 65536 parameters: PostgreSQL takes 65535/);
  return true;
};

serverTest(
  "timescaledb",
  "a statement of more than 65,535 parameters is refused by that name, one of so many runs",
  async (_t, { url, client }) => {
    await client.query("create table notes (id int)");
    await using database = createDatabase({ url });
    const insert = (count: number) =>
      database.db.insert(notes).values(ids(count).map((id) => ({ id })));
    await assert.rejects(async () => await insert(65_536), refusal);
    await insert(65_535);
    await assert.rejects(
      async () => await database.db.select().from(notes).where(inArray(notes.id, ids(65_536))),
      refusal,
    );
    const text = `select ${ids(65_536).map((i) => `$${i + 1}::int`).join()}`;
    await assert.rejects(database.pool.query(text, ids(65_536)), refusal);
    await assert.rejects(database.pool.query({ text, values: ids(65_536) }), refusal);
    const { rows } = await database.pool.query("select count(*)::int as n from notes");
    assert.deepEqual(rows, [{ n: 65_535 }]);
  },
);
