import { withTimeColumns } from "../catalog/adjust_catalog.ts";
import type { CatalogChange } from "../catalog/catalog_change.ts";
import { declaredTimescale } from "../catalog/declared_timescale.ts";
import { definitionChanges } from "../catalog/definition_changes.ts";
import { definitionTraits } from "../catalog/definition_traits.ts";
import type { Definitions } from "../catalog/definitions.ts";
import { migratedAlone } from "../catalog/migrated_alone.ts";
import { migratedTimescale } from "../catalog/migrated_timescale.ts";
import { readReference, type ReferenceOptions } from "../catalog/reference.ts";
import { rowSecurityDdl } from "../catalog/row_security_ddl.ts";
import { tableDdl } from "../catalog/table_ddl.ts";
import type { Migration } from "../author/migration.ts";
import type { OpenSession } from "../session/session.ts";
import { formatRelation } from "../author/relation.ts";
import { catalogDdl } from "./catalog_ddl.ts";
import type { GeneratedStep } from "./generated_step.ts";
import { nextMigrationId } from "./migration_id.ts";
import { moduleSource } from "./module_source.ts";
import { stepsBetween } from "./steps_between.ts";

/** What a migration is generated from. */
export interface GenerateOptions extends ReferenceOptions {
  /** What it does, in words: `add volume`. */
  readonly name: string;
  /** The migrations so far, in order. */
  readonly migrations: readonly Migration[];
  /** The definitions; without them the migration is empty. */
  readonly definitions?: Definitions;
  /** Where the module imports `defineMigration` from; this package by default. */
  readonly specifier?: string;
  /** Opens a session to the database, on whose server a scratch database may be made. */
  readonly open?: OpenSession;
}

/** A migration that was generated. */
export interface GeneratedMigration {
  /** Its id, and its file's name without `.ts`. */
  readonly id: string;
  /** The source of its module. */
  readonly source: string;
  /** True where migrations and definitions do not differ: its functions are for you to fill. */
  readonly empty: boolean;
  /** What to look at before it is applied; comments in the source say the same. */
  readonly warnings: readonly string[];
  /**
   * What stands in the migrations alone, because definitions have no words for it or are silent about
   * it, such as a view: it stays as it is.
   */
  readonly alone: readonly string[];
}

/**
 * Generates the migration that makes of what the migrations say what the definitions say, with its way
 * back. Both are tried in a reference, which needs no server where PGlite can run the migrations. A
 * rename cannot be told from dropping the one and adding the other, and is written as that, with a
 * warning.
 *
 * @throws {ConfigError} Where the name makes no id.
 * @throws {MigrationError} Where the reference cannot be made.
 */
export async function generateMigration(options: GenerateOptions): Promise<GeneratedMigration> {
  const { name, migrations, definitions, specifier = "@strata/foundation/migrate" } = options;
  const id = nextMigrationId(name, migrations);
  if (definitions === undefined) {
    const source = moduleSource({ id, specifier, up: [], down: [], alone: [] });
    return { id, source, empty: true, warnings: [], alone: [] };
  }
  const { up, down, alone } = await readSteps(options, definitions);
  return {
    id,
    source: moduleSource({ id, specifier, up, down, alone }),
    empty: up.length === 0,
    warnings: up.flatMap(({ warning }) => warning ?? []),
    alone,
  };
}

interface Steps {
  readonly up: readonly GeneratedStep[];
  readonly down: readonly GeneratedStep[];
  readonly alone: readonly string[];
}

async function readSteps(options: GenerateOptions, definitions: Definitions): Promise<Steps> {
  const { migrations } = options;
  const reference = await readReference(
    { definitions, applied: migrations, all: migrations },
    options,
  );
  const folded = migratedTimescale(reference, migrations);
  const migrated = withTimeColumns(reference.all, folded);
  const known = new Map(
    definitions.tables.map(tableDdl).map((ddl) => [formatRelation(ddl.relation), ddl]),
  );
  const catalogs = { defined: reference.definitions ?? migrated, migrated };
  const changes = inOrder(definitionChanges(definitions, catalogs), [...known.keys()]);
  const { changes: traits } = definitionTraits(definitions, catalogs);
  const defined = { catalog: catalogs.defined, timescale: declaredTimescale(definitions) };
  const former = { catalog: migrated, timescale: folded };
  const tables = new Map(migrated.tables.map((table) => [formatRelation(table), table]));
  const policies = declaredPolicies(definitions);
  return {
    up: stepsBetween({
      expected: defined,
      actual: former,
      changes,
      traits,
      partsOf: (table) => known.get(formatRelation(table)),
      policyOf: (table, name) => policies.get(`${formatRelation(table)}.${name}`),
    }),
    down: stepsBetween({
      expected: former,
      actual: defined,
      changes: changes.map(reversed),
      traits: traits.map((change) => ({
        ...change,
        expected: change.actual,
        actual: change.expected,
      })),
      partsOf: (relation) => {
        const table = tables.get(formatRelation(relation));
        return table === undefined ? undefined : catalogDdl(table, migrated.traits);
      },
      policyOf: () => undefined,
    }),
    alone: migratedAlone(definitions, { defined: catalogs.defined, migrated: former }),
  };
}

function declaredPolicies(definitions: Definitions): ReadonlyMap<string, string> {
  return new Map(
    definitions.tables.map(rowSecurityDdl).flatMap(({ relation, policies }) =>
      policies.map(({ name, statement }) =>
        [`${formatRelation(relation)}.${name}`, statement] as const
      )
    ),
  );
}

/** Changes of tables in the order in which the definitions list them, others as they came. */
function inOrder(
  changes: readonly CatalogChange[],
  tables: readonly string[],
): readonly CatalogChange[] {
  const placeOf = (change: CatalogChange): number => {
    if ("relation" in change) return tables.indexOf(formatRelation(change.relation));
    const model = change.expected ?? change.actual;
    return change.part === "table" && model !== null ? tables.indexOf(formatRelation(model)) : -1;
  };
  return changes.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function reversed(change: CatalogChange): CatalogChange {
  // Both sides of a change are of one kind, which the spread of a union cannot tell the compiler.
  return { ...change, expected: change.actual, actual: change.expected } as CatalogChange;
}
