import { getTableConfig } from "drizzle-orm/pg-core";
import { formatRelation } from "../../base/sql/mod.ts";
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
  /** The declared contents of the database. */
  readonly definitions: Definitions;
}

/**
 * Compares the live schema with the migrations and definitions: tables, hypertables, chunk
 * intervals, compression, policies, and pending migrations.
 */
export async function verifySchema(options: VerifySchemaOptions): Promise<SchemaReport> {
  const { open, migrations, definitions } = options;
  const { migrations: statuses } = await createMigrator({ open, migrations }).status();
  const { differences, deferred } = await checkDrift(options);
  const objects = differences.map(({ object }) => object);
  const pending = statuses.filter(({ state }) => state !== "applied").map(({ id }) => id);
  const waiting = new Set(deferred.flatMap(({ titles }) => titles));
  const isWhole = (table: string): boolean =>
    pending.length === 0 &&
    !objects.some((object) => object === table || object.startsWith(`${table}.`));
  const hypertables = (definitions.hypertables ?? []).map(formatRelation).filter((table) =>
    isWhole(table) && !waiting.has(`hypertable ${table}`)
  );
  return {
    tables: definitions.tables.map(getTableConfig)
      .filter(({ schema = "public", name }) => isWhole(formatRelation({ schema, name }))).length,
    hypertables: hypertables.length,
    pending,
    deferred: [...waiting],
    differences: differences.filter(({ layer }) => layer !== "ledger"),
  };
}
