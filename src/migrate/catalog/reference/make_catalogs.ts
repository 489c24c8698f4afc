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

/** What is tried in a reference. */
export interface ReferencePlan {
  /** The definitions, or null where there are none to compare. */
  readonly definitions: Definitions | null;
  /** Which migrations are tried first: those that are applied. */
  readonly applied: readonly Migration[];
  /** All migrations. */
  readonly all: readonly Migration[];
  /** The places of steps that the ledger says are deferred, by the ids of applied migrations. */
  readonly deferred?: ReadonlyMap<string, ReadonlySet<number>>;
}

/** What a reference made of it. */
export interface ReferenceCatalogs {
  /** What the definitions say, or null where there are none. */
  readonly definitions: CatalogModel | null;
  /** What the applied migrations make. */
  readonly applied: CatalogModel;
  /** What all migrations make. */
  readonly all: CatalogModel;
  /** What they make in TimescaleDB, or null where the reference has none: then their steps tell. */
  readonly timescale: { readonly applied: TimescaleModel; readonly all: TimescaleModel } | null;
  /** Every schema that something was made in, `public` always. */
  readonly schemas: readonly string[];
}

/**
 * Makes what definitions and migrations say in an empty database and reads its catalog. The texts in
 * it are PostgreSQL's own, so that `timestamptz` and `timestamp with time zone` are no difference.
 *
 * @throws {MigrationError} Where a definition or a migration cannot be made there.
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
      // A database that goes in the middle of a statement fails it in many ways.
      options.signal?.throwIfAborted();
      throw error;
    }
  };
  const { definitions } = plan;
  const first = await within(async (place) => {
    if (definitions === null) return { defined: null, made: await make(place, plan) };
    const defined = await define(place, definitions, plan.all);
    // Emptying a database of its schemas would take its extensions along.
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

/** A reference with what is known of it. */
interface Place {
  readonly run: ReferenceRun;
  readonly server: ServerInfo;
  /** The schemas that were made in it since it was opened. */
  ownSchemas(): Promise<readonly string[]>;
  /** Takes everything away again; false where that cannot be done. */
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

/** Makes the definitions, whose types and indexes may need extensions that migrations create. */
async function define(
  place: Place,
  definitions: Definitions,
  migrations: readonly Migration[],
): Promise<CatalogModel> {
  const { reference } = place.run;
  for (const statement of extensionStatements(migrations)) {
    // What cannot be created fails in its migration, with a message that names it.
    await applyStatement(reference, statement, false).catch(() => {});
  }
  await runDefinitions(place.run, definitionStatements(definitions));
  return await introspect(reference, { schemas: await place.ownSchemas() });
}

/** Makes the applied migrations, then all of them where those stand on the first. */
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

/** Makes what is left of all migrations. */
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

/** The index that TimescaleDB makes by itself is no difference to definitions. */
function comparable({ catalog, timescale }: Made, defined: CatalogModel | null): CatalogModel {
  return defined === null || timescale === null
    ? catalog
    : withoutAutomaticIndexes(catalog, timescale, defined);
}
