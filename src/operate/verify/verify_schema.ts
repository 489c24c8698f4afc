import { getTableConfig } from "drizzle-orm/pg-core";
import {
  checkDrift,
  createMigrator,
  type Definitions,
  type Migration,
  type OpenSession,
} from "../../migrate/mod.ts";
import type { SchemaReport } from "./verify.ts";

/** Options of {@linkcode verifySchema}. */
export interface VerifySchemaOptions {
  /** Opens a connection to the database. */
  readonly open: OpenSession;
  /** The migrations, in order. */
  readonly migrations: readonly Migration[];
  /** What the database shall hold. */
  readonly definitions: Definitions;
}

/**
 * Compares the live schema with the migrations and definitions: tables, hypertables, chunk intervals,
 * compression, policies, and what is pending.
 */
export async function verifySchema(options: VerifySchemaOptions): Promise<SchemaReport> {
  const { open, migrations, definitions } = options;
  const { migrations: statuses } = await createMigrator({ open, migrations }).status();
  const { differences, deferred } = await checkDrift(options);
  const differing = new Set(differences.map(({ object }) => object.split(".")[0]));
  const pending = statuses.filter(({ state }) => state !== "applied").map(({ id }) => id);
  const waiting = new Set(deferred.flatMap(({ titles }) => titles));
  const isWhole = (name: string): boolean => pending.length === 0 && !differing.has(name);
  const hypertables = (definitions.hypertables ?? []).filter(({ name }) =>
    isWhole(name) && !waiting.has(`hypertable ${name}`)
  );
  return {
    tables: definitions.tables.filter((table) => isWhole(getTableConfig(table).name)).length,
    hypertables: hypertables.length,
    pending,
    deferred: [...waiting],
    differences: differences.filter(({ layer }) => layer !== "ledger"),
  };
}
