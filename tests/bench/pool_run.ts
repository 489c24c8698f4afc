import { fileURLToPath } from "node:url";
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

/** Options of {@linkcode runPool}. */
export interface RunPoolOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** The import of deno-postgres. */
  readonly denoPostgres: string;
  /** Called with what was left out, and why. */
  readonly onNote: (note: string) => void;
}

const CALLS = 500;
const ROUNDS = 21;

/**
 * Measures a point query: Drizzle on our pool, compared with Drizzle alone and the plain drivers.
 */
export async function runPool(options: RunPoolOptions): Promise<readonly BenchRow[]> {
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
      rows.push(rowOf(against, await medianPair(ours, plain, { rounds: ROUNDS })));
    }
    const theirs = await denoPostgres(given.url, options);
    if (theirs === undefined) return rows;
    return [
      ...rows,
      rowOf("deno-postgres alone, in its own process", {
        ours: (await medianPair(ours, ours, { rounds: ROUNDS })).ours,
        plain: theirs,
      }),
    ];
  } finally {
    await pool.end();
    await sql.end();
  }
}

function rowOf(
  against: string,
  times: { readonly ours: number; readonly plain: number },
): BenchRow {
  return {
    name: `${CALLS} point queries through Drizzle and the pool`,
    against,
    size: "one caller",
    ...times,
    unit: "ms",
    ratio: times.ours / times.plain,
    target: against.startsWith("Drizzle") ? { bound: 1.05, kind: "at most" } : null,
  };
}

/** The median of deno-postgres; undefined, with a note, if it cannot be measured. */
async function denoPostgres(url: string, options: RunPoolOptions): Promise<number | undefined> {
  const program = fileURLToPath(new URL("deno_postgres_program.ts", import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--quiet", "--no-config", "--no-lock", "--allow-all"],
      // A tenth of the queries: it waits 40 ms for each, because it does not switch off Nagle's
      // algorithm.
      ...[program, options.denoPostgres, url, String(CALLS / 10), "3"],
    ],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return 10 * Number(new TextDecoder().decode(stdout));
  const [why = ""] = new TextDecoder().decode(stderr).split("\n").filter((line) => line !== "");
  options.onNote(`deno-postgres is left out, ${options.denoPostgres} does not run here: ${why}`);
  return undefined;
}

function calls(query: () => PromiseLike<unknown>): () => Promise<void> {
  return async () => {
    for (let i = 0; i < CALLS; i++) await query();
  };
}
