// @ts-types="@types/pg"
import pg from "pg";
import { eq } from "drizzle-orm";
import postgres from "postgres";
import { type BenchRow, medianPair } from "./measure.ts";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { dataSources } from "../../src/schema/mod.ts";
import { drizzle } from "drizzle-orm/node-postgres";
import { throwawayDatabase } from "../support/mod.ts";

const CALLS = 500;

/** Measures a point query: through Drizzle and our pool, beside Drizzle alone and the plain drivers. */
export async function runPool(options: { readonly url: string }): Promise<readonly BenchRow[]> {
  await using given = await throwawayDatabase(options.url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  await given.client.query("insert into data_sources (name) values ('a')");
  await using database = createDatabase({ url: given.url });
  const pool = new pg.Pool({ connectionString: given.url, max: 1 });
  const plainDrizzle = drizzle(pool);
  const sql = postgres(given.url, { max: 1, onnotice: () => {} });
  const text = "select id, name from data_sources where id = $1";
  try {
    const ours = calls(() =>
      database.db.select({ id: dataSources.id, name: dataSources.name }).from(dataSources)
        .where(eq(dataSources.id, 1))
    );
    const rivals = {
      "Drizzle on node-postgres's own pool": calls(() =>
        plainDrizzle.select({ id: dataSources.id, name: dataSources.name }).from(dataSources)
          .where(eq(dataSources.id, 1))
      ),
      "node-postgres alone": calls(() => pool.query(text, [1])),
      "postgres.js alone": calls(() => sql`select id, name from data_sources where id = ${1}`),
    };
    const rows: BenchRow[] = [];
    for (const [against, plain] of Object.entries(rivals)) {
      const times = await medianPair(ours, plain, { rounds: 9 });
      rows.push({
        name: `${CALLS} point queries through Drizzle and the pool`,
        against,
        size: "one caller",
        ...times,
        unit: "ms",
        ratio: times.ours / times.plain,
        target: against.startsWith("Drizzle") ? { bound: 1.05, kind: "at most" } : null,
      });
    }
    return rows;
  } finally {
    await pool.end();
    await sql.end();
  }
}

function calls(query: () => PromiseLike<unknown>): () => Promise<void> {
  return async () => {
    for (let i = 0; i < CALLS; i++) await query();
  };
}
