// Without a static import of its own, Deno resolves Drizzle beside the lazily imported PGlite wrongly where
// there is no lock file yet (denoland/deno #28366); this part of the package does nothing.
import "@electric-sql/pglite/template";
import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { quoteIdentifier, serverReason } from "../../base/sql/mod.ts";
import { detectServer } from "../../timescale/mod.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";
import type { Migration } from "../author/migration.ts";
import { renderMigration } from "../plan/render.ts";
import { type Target, targetOf } from "../author/target.ts";
import type { CatalogModel } from "./catalog_model.ts";
import { definitionStatements } from "./definition_statements.ts";
import type { Definitions } from "./definitions.ts";
import { introspect } from "./introspect.ts";

/** An empty database to try things in: its own catalog says what statements make. */
export interface Reference extends Queryable, AsyncDisposable {}

/** Opens a reference. */
export type OpenReference = () => Promise<Reference>;

/** What is tried in a reference. */
export interface ReferencePlan {
  /** The definitions, or null where there are none to compare. */
  readonly definitions: Definitions | null;
  /** Which migrations are tried first: those that are applied. */
  readonly applied: readonly Migration[];
  /** All migrations. */
  readonly all: readonly Migration[];
}

/** What a reference made of it. */
export interface ReferenceCatalogs {
  /** What the definitions say, or null where there are none. */
  readonly definitions: CatalogModel | null;
  /** What the applied migrations make. */
  readonly applied: CatalogModel;
  /** What all migrations make. */
  readonly all: CatalogModel;
  /** Every schema that something was made in, `public` always. */
  readonly schemas: readonly string[];
}

/** Opens PGlite, PostgreSQL in this process: it needs no server and takes a second or two to start. */
export async function openPgliteReference(): Promise<Reference> {
  const { PGlite } = await import("@electric-sql/pglite");
  const database = await PGlite.create();
  return {
    query: (text, values) => database.query(text, values),
    [Symbol.asyncDispose]: () => database.close(),
  };
}

/**
 * Makes what definitions and migrations say in an empty database and reads its catalog. The texts in
 * it are PostgreSQL's own, so that `timestamptz` and `timestamp with time zone` are no difference.
 *
 * @throws {MigrationError} Where a definition or a migration cannot be made there.
 */
export async function readReference(
  plan: ReferencePlan,
  open: OpenReference = openPgliteReference,
): Promise<ReferenceCatalogs> {
  await using reference = await open();
  await reference.query(searchPathSql({ isLocal: false }));
  const target = targetOf(await detectServer(reference));
  const schemas = new Set(["public"]);
  const read = async (): Promise<CatalogModel> => {
    const found = await ownSchemas(reference);
    found.forEach((schema) => schemas.add(schema));
    return await introspect(reference, { schemas: found });
  };
  let definitions: CatalogModel | null = null;
  if (plan.definitions !== null) {
    await define(reference, plan.definitions);
    definitions = await read();
    await empty(reference);
  }
  const migrate = async (migrations: readonly Migration[]): Promise<void> => {
    for (const migration of migrations) await apply(reference, migration, target);
  };
  const isPrefix = plan.applied.every((migration, i) => migration === plan.all[i]);
  await migrate(plan.applied);
  const applied = await read();
  if (isPrefix && plan.applied.length === plan.all.length) {
    return { definitions, applied, all: applied, schemas: [...schemas] };
  }
  if (isPrefix) await migrate(plan.all.slice(plan.applied.length));
  else {
    await empty(reference);
    await migrate(plan.all);
  }
  return { definitions, applied, all: await read(), schemas: [...schemas] };
}

async function define(reference: Reference, definitions: Definitions): Promise<void> {
  for (const statement of definitionStatements(definitions)) {
    try {
      await reference.query(statement);
    } catch (error) {
      const [line] = statement.split("\n");
      throw new MigrationError(
        `Cannot make the definitions in the reference: ${
          serverReason(error)
        }, in "${line}"; correct the definition, ` +
          "or give a reference that has what it needs",
        { statement, cause: error },
      );
    }
  }
}

async function apply(reference: Reference, migration: Migration, target: Target): Promise<void> {
  const steps = renderMigration(migration, "up", target);
  if (migration.transaction) await reference.query("begin");
  for (const statement of steps.flatMap((step) => step.statements)) {
    try {
      await reference.query(statement);
    } catch (error) {
      if (migration.transaction) await reference.query("rollback");
      const [line] = statement.split("\n");
      throw new MigrationError(
        `Cannot make "${migration.id}" in the reference: ${
          serverReason(error)
        }, in "${line}"; what only some servers ` +
          "can do belongs into a step of the builder, or give a reference that can do it",
        { migration: migration.id, statement, cause: error },
      );
    }
  }
  if (migration.transaction) await reference.query("commit");
}

async function ownSchemas(reference: Reference): Promise<readonly string[]> {
  const { rows } = await reference.query<{ name: string }>(
    `select nspname as name from pg_namespace
     where nspname <> 'information_schema' and nspname not like 'pg\\_%'
     order by 1`,
  );
  return rows.map((row) => row.name);
}

async function empty(reference: Reference): Promise<void> {
  for (const schema of await ownSchemas(reference)) {
    await reference.query(`drop schema ${quoteIdentifier(schema)} cascade`);
  }
  await reference.query("create schema public");
}
