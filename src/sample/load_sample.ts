import { sql } from "drizzle-orm";
import { dataSources, tables } from "../schema/mod.ts";
import { readFacts } from "./read_facts.ts";
import type { SampleDatabase } from "./sample_database.ts";
import { writeFacts } from "./write_facts.ts";

/** The result of loading the sample. */
export interface SampleSummary {
  /** False if the database already held data, and nothing was written. */
  readonly loaded: boolean;
  /** The rows written, by table; empty if nothing was written. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Tells whether all 14 tables of the schema are empty. */
export async function isEmpty(database: SampleDatabase): Promise<boolean> {
  const parts = tables.map((table) => sql`exists (select from ${table})`);
  const [row] = await database
    .select({ filled: sql<boolean>`${sql.join(parts, sql` or `)}` })
    .from(sql`(values (1)) as one (row)`);
  return row?.filled === false;
}

/**
 * Loads the sample's facts from a folder into an empty, migrated database, in one transaction. A
 * database with data is left unchanged. Concurrent calls are safe: one loads, the other finds the
 * data.
 *
 * @throws {ConfigError} If the folder lacks a file, or a file holds no facts.
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
