// Run with TZ set, as a client in another time zone: writes values, reads them back with Drizzle
// and the pool, and prints them.
import { asc, sql } from "drizzle-orm";
import { bigint, date, integer, numeric, pgTable, timestamp } from "drizzle-orm/pg-core";
import { createDatabase } from "../../src/database/mod.ts";

const [url = "", table = ""] = Deno.args;

const values = pgTable(table, {
  id: integer("id").primaryKey(),
  day: date("day").notNull(),
  instant: timestamp("instant", { withTimezone: true }).notNull(),
  local: timestamp("local").notNull(),
  amount: numeric("amount").notNull(),
  large: bigint("large", { mode: "bigint" }).notNull(),
});

const rows = [
  ["2024-01-01", "2024-01-01T00:00:00.000Z"],
  ["2023-12-31", "2023-12-31T23:59:59.999Z"],
  ["2024-02-29", "2024-03-10T02:30:00.000Z"],
  ["2011-12-30", "2011-12-30T10:00:00.000Z"],
  ["1850-01-01", "1850-01-01T00:00:00.000Z"],
  ["0999-06-05", "0999-06-05T04:03:02.001Z"],
] as const;

await using database = createDatabase({ url });
const { db, pool } = database;
for (const [id, [day, text]] of rows.entries()) {
  const instant = new Date(text);
  const exact = { amount: "1234567890.10", large: 9007199254740993n };
  await db.insert(values).values({ id, day, instant, local: instant, ...exact });
  // The driver's own formatting of dates, without Drizzle.
  await pool.query(
    `insert into ${table} values ($1, $2, $3, $4::timestamptz at time zone 'UTC', $5, $6)`,
    [id + 100, day, instant, instant, "1234567890.10", "9007199254740993"],
  );
}
const drizzled = await db.select().from(values).orderBy(asc(values.id));
const raw = await pool.query(`select * from ${table} order by id`);
const text = await db.execute(
  sql.raw(`select id, day::text, instant::text, local::text from ${table} order by id`),
);
const exact = (_key: string, value: unknown) => typeof value === "bigint" ? `${value}n` : value;
const seen = JSON.stringify({ drizzled, raw: raw.rows, text: text.rows }, exact);
await Deno.stdout.write(new TextEncoder().encode(seen));
