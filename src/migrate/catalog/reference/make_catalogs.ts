import { detectServer, type ServerInfo } from "../../../timescale/mod.ts";
import type { Migration } from "../../author/migration.ts";
import { targetOf } from "../../author/target.ts";
import { withoutAutomaticIndexes, withoutMissingTables } from "../adjust_catalog.ts";
import type { CatalogModel } from "../catalog_model.ts";
import { declaredTimescale } from "../declared_timescale.ts";
import { definitionStatements } from "../definition_statements.ts";
import type { Definitions } from "../definitions.ts";
import { type FoldedMigration, foldTimescale } from "../fold_timescale.ts";
import { introspect } from "../introspect.ts";
import type { TimescaleModel } from "../timescale_model.ts";
import { defineUpon, lacksObjects } from "./define_upon.ts";
import { extensionStatements } from "./extension_statements.ts";
import { emptySchemas, readOwnSchemas } from "./own_schemas.ts";
import type { OpenReference, Reference } from "./reference.ts";
import {
  applyStatement,
  type ReferenceRun,
  runDefinitions,
  runMigration,
  startRun,
} from "./reference_run.ts";
import { seenTimescale } from "./seen_timescale.ts";

/** What to create in a reference. */
export interface ReferencePlan {
  /** The definitions; null if there are none to compare. */
  readonly definitions: Definitions | null;
  /** The applied migrations, which run first. */
  readonly applied: readonly Migration[];
  /** All migrations. */
  readonly all: readonly Migration[];
  /** The indexes of deferred steps in the ledger, by the ids of applied migrations. */
  readonly deferred?: ReadonlyMap<string, ReadonlySet<number>>;
}

/** The catalogs read from a reference. */
export interface ReferenceCatalogs {
  /** The result of the definitions; null if there are none. */
  readonly definitions: CatalogModel | null;
  /** The result of the applied migrations. */
  readonly applied: CatalogModel;
  /** The result of all migrations. */
  readonly all: CatalogModel;
  /**
   * The resulting state of TimescaleDB; null if the reference lacks it. Then the state is derived
   * from the steps.
   */
  readonly timescale: { readonly applied: TimescaleModel; readonly all: TimescaleModel } | null;
  /** All schemas that hold created objects, and always `public`. */
  readonly schemas: readonly string[];
}

/**
 * Creates definitions and migrations in an empty database and reads its catalog. The catalog has
 * PostgreSQL's own wording, so `timestamptz` and `timestamp with time zone` are equal.
 *
 * @throws {MigrationError} If a definition or a migration cannot be created there.
 */
export async function makeCatalogs(
  plan: ReferencePlan,
  open: OpenReference,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ReferenceCatalogs> {
  const schemas = new Set(["public"]);
  const within = async <Value>(work: (place: Place) => Promise<Value>): Promise<Value> => {
    options.signal?.throwIfAborted();
    try {
      await using reference = await open();
      return await work(await openPlace(reference, schemas, options.signal));
    } catch (error) {
      // If the database is dropped during a statement, the error can be any.
      options.signal?.throwIfAborted();
      throw error;
    }
  };
  const { definitions } = plan;
  const first = await within(async (place) => {
    if (definitions === null) return { defined: null, made: await make(place, plan) };
    const defined = await define(place, definitions, plan.all);
    // A database with extensions cannot be reused, since emptying its schemas would drop them.
    const made = await place.empty() ? await make(place, plan) : null;
    return { defined, made };
  }).catch(async (error: unknown) => {
    if (definitions === null || plan.all.length === 0 || !lacksObjects(error)) throw error;
    const defined = await within(async ({ run, ownSchemas }) => {
      await defineUpon(run, definitions, { migrations: plan.all, schemas: ownSchemas });
      return await introspect(run.reference, { schemas: await ownSchemas() });
    });
    return { defined, made: null };
  });
  const applied = first.made ?? await within((place) => make(place, plan));
  const all = applied.all ?? await within((place) => makeAll(place, plan));
  return {
    definitions: first.defined,
    applied: applied.applied.catalog,
    all: comparable(all, first.defined),
    timescale: applied.applied.timescale === null || all.timescale === null
      ? null
      : { applied: applied.applied.timescale, all: all.timescale },
    schemas: [...schemas],
  };
}

interface Made {
  readonly catalog: CatalogModel;
  readonly timescale: TimescaleModel | null;
}

/** An open reference. */
interface Place {
  readonly run: ReferenceRun;
  readonly server: ServerInfo;
  /** Returns the schemas created since it was opened. */
  ownSchemas(): Promise<readonly string[]>;
  /** Drops all created objects; returns false if that is not possible. */
  empty(): Promise<boolean>;
}

async function openPlace(
  reference: Reference,
  schemas: Set<string>,
  signal: AbortSignal | undefined,
): Promise<Place> {
  const server = await detectServer(reference);
  const run = await startRun({ reference, target: targetOf(server), signal });
  const given = new Set(await readOwnSchemas(reference));
  given.delete("public");
  return {
    run,
    server,
    ownSchemas: async () => {
      const found = (await readOwnSchemas(reference)).filter((schema) => !given.has(schema));
      found.forEach((schema) => schemas.add(schema));
      return found;
    },
    empty: async () => {
      if (await countExtensions(reference) > 0) return false;
      await emptySchemas(reference, await readOwnSchemas(reference));
      return true;
    },
  };
}

async function countExtensions(reference: Reference): Promise<number> {
  const { rows } = await reference.query<{ count: number }>(
    "select count(*)::int as count from pg_catalog.pg_extension where extname <> 'plpgsql'",
  );
  return rows[0]?.count ?? 0;
}

/** Creates the definitions. Their types and indexes may need extensions that migrations create. */
async function define(
  place: Place,
  definitions: Definitions,
  migrations: readonly Migration[],
): Promise<CatalogModel> {
  const { reference } = place.run;
  for (const statement of extensionStatements(migrations)) {
    // If it cannot be created, its migration fails later, with a message that names it.
    await applyStatement(reference, statement, false).catch(() => {});
  }
  await runDefinitions(place.run, definitionStatements(definitions));
  return await introspect(reference, { schemas: await place.ownSchemas() });
}

/** Runs the applied migrations, then the rest if the applied ones are the first of all. */
async function make(
  place: Place,
  plan: ReferencePlan,
): Promise<{ readonly applied: Made; readonly all: Made | null }> {
  const { applied, all, deferred = new Map() } = plan;
  for (const migration of applied) {
    await runMigration(place.run, migration, deferred.get(migration.id));
  }
  const made = await read(place, plan, applied.map((migration) => withSkip(migration, deferred)));
  const isPrefix = applied.every((migration, i) => migration === all[i]);
  const isWhole = place.run.target.edition === "none" || deferred.size === 0;
  if (!isPrefix || !isWhole) return { applied: made, all: null };
  const rest = all.slice(applied.length);
  return { applied: made, all: rest.length === 0 ? made : await makeAll(place, plan, rest) };
}

/** Runs the remaining migrations. */
async function makeAll(
  place: Place,
  plan: ReferencePlan,
  rest: readonly Migration[] = plan.all,
): Promise<Made> {
  for (const migration of rest) await runMigration(place.run, migration);
  return await read(place, plan, plan.all.map((migration) => ({ migration })));
}

async function read(
  { run, server, ownSchemas }: Place,
  plan: ReferencePlan,
  migrations: readonly FoldedMigration[],
): Promise<Made> {
  const catalog = await introspect(run.reference, { schemas: await ownSchemas() });
  const timescale = await seenTimescale(run.reference, server, {
    steps: withoutMissingTables(foldTimescale(migrations), catalog),
    declared: plan.definitions === null ? null : declaredTimescale(plan.definitions),
  });
  return { catalog, timescale };
}

function withSkip(
  migration: Migration,
  deferred: ReadonlyMap<string, ReadonlySet<number>>,
): FoldedMigration {
  const skip = deferred.get(migration.id);
  return skip === undefined ? { migration } : { migration, skip };
}

/** Removes TimescaleDB's default indexes, which definitions do not declare. */
function comparable({ catalog, timescale }: Made, defined: CatalogModel | null): CatalogModel {
  return defined === null || timescale === null
    ? catalog
    : withoutAutomaticIndexes(catalog, timescale, defined);
}
