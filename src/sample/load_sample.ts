import { sql } from "drizzle-orm";
import { dataSources, tables } from "../schema/mod.ts";
import { readFacts } from "./read_facts.ts";
import type { SampleDatabase } from "./sample_database.ts";
import { writeFacts } from "./write_facts.ts";

/** What loading the sample did. */
export interface SampleSummary {
  /** False where the database held data already, and nothing was written. */
  readonly loaded: boolean;
  /** The rows written, by table; empty where nothing was. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Answers whether the schema's 12 tables hold no row at all. */
export async function isEmpty(database: SampleDatabase): Promise<boolean> {
  const parts = tables.map((table) => sql`exists (select from ${table})`);
  const [row] = await database
    .select({ filled: sql<boolean>`${sql.join(parts, sql` or `)}` })
    .from(sql`(values (1)) as one (row)`);
  return row?.filled === false;
}

/**
 * Loads the sample's facts from a folder into an empty, migrated database, in one transaction. A
 * database that holds anything is left alone. Two callers at once are safe: one loads, the other
 * finds the database filled.
 *
 * @throws {ConfigError} Where the folder lacks a file, or a file holds no facts.
 */
export async function loadSample(
  database: SampleDatabase,
  options: { readonly folder: string },
): Promise<SampleSummary> {
  const facts = await readFacts(options.folder);
  return await database.transaction(async (transaction) => {
    await transaction.execute(sql`lock table ${dataSources} in share row exclusive mode`);
    if (!await isEmpty(transaction)) return { loaded: false, rows: {} };
    return { loaded: true, rows: await writeFacts(transaction, facts) };
  });
}
