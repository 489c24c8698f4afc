import { withTimeColumns } from "../catalog/adjust_catalog.ts";
import type { CatalogChange } from "../catalog/catalog_change.ts";
import type { TableModel } from "../catalog/catalog_model.ts";
import { declaredTimescale } from "../catalog/declared_timescale.ts";
import { definitionChanges } from "../catalog/definition_changes.ts";
import type { Definitions } from "../catalog/definitions.ts";
import { migratedTimescale } from "../catalog/migrated_timescale.ts";
import { readReference, type ReferenceOptions } from "../catalog/reference.ts";
import { type TableDdl, tableDdl } from "../catalog/table_ddl.ts";
import type { TimescaleModel } from "../catalog/timescale_model.ts";
import type { Migration } from "../author/migration.ts";
import type { OpenSession } from "../session/session.ts";
import { formatRelation } from "../author/relation.ts";
import { catalogDdl } from "./catalog_ddl.ts";
import { catalogSteps } from "./catalog_steps.ts";
import { type GeneratedStep, sortSteps } from "./generated_step.ts";
import { nextMigrationId } from "./migration_id.ts";
import { moduleSource } from "./module_source.ts";
import { timescaleSteps } from "./timescale_steps.ts";

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
}

/**
 * Generates the migration that makes of what the migrations say what the definitions say, with its way
 * back. Both are tried in a reference, which needs no
 * server where PGlite can run the migrations. A rename cannot be told from dropping the
 * one and adding the other, and is written as that, with a warning.
 *
 * @throws {ConfigError} Where the name makes no id.
 * @throws {MigrationError} Where the reference cannot be made.
 */
export async function generateMigration(options: GenerateOptions): Promise<GeneratedMigration> {
  const { name, migrations, definitions, specifier = "@strata/foundation/migrate" } = options;
  const id = nextMigrationId(name, migrations);
  if (definitions === undefined) {
    const source = moduleSource({ id, specifier, up: [], down: [] });
    return { id, source, empty: true, warnings: [] };
  }
  const { up, down } = await readSteps(options, definitions);
  return {
    id,
    source: moduleSource({ id, specifier, up, down }),
    empty: up.length === 0,
    warnings: up.flatMap(({ warning }) => warning ?? []),
  };
}

interface Steps {
  readonly up: readonly GeneratedStep[];
  readonly down: readonly GeneratedStep[];
}

async function readSteps(options: GenerateOptions, definitions: Definitions): Promise<Steps> {
  const { migrations } = options;
  const reference = await readReference(
    { definitions, applied: migrations, all: migrations },
    options,
  );
  const folded = migratedTimescale(reference, migrations);
  const migrated = withTimeColumns(reference.all, folded);
  const declared = declaredTimescale(definitions);
  const known = new Map(
    definitions.tables.map(tableDdl).map((ddl) => [formatRelation(ddl.relation), ddl]),
  );
  const changes = inOrder(
    definitionChanges(definitions, { defined: reference.definitions ?? migrated, migrated }),
    [...known.keys()],
  );
  const former = new Map(migrated.tables.map((table) => [formatRelation(table), table]));
  return {
    up: steps(changes, [declared, folded], (table) => known.get(formatRelation(table))),
    down: steps(changes.map(reversed), [folded, declared], (relation) => {
      const table = former.get(formatRelation(relation));
      return table === undefined ? undefined : catalogDdl(table);
    }),
  };
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

function steps(
  changes: readonly CatalogChange[],
  [expected, actual]: readonly [TimescaleModel, TimescaleModel],
  partsOf: (relation: { readonly schema: string; readonly name: string }) => TableDdl | undefined,
): readonly GeneratedStep[] {
  const tables = changes.filter((change) => change.part === "table");
  const dropped = new Set(
    tables.flatMap(({ expected: wanted, actual: found }) =>
      wanted === null && found !== null ? [formatRelation(found)] : []
    ),
  );
  const made = new Set(
    tables.flatMap(({ expected: wanted, actual: found }) =>
      wanted !== null && found === null ? [formatRelation(wanted)] : []
    ),
  );
  const findDdl = (table: TableModel): TableDdl => partsOf(table) ?? catalogDdl(table);
  return sortSteps([
    ...catalogSteps(changes, { findDdl, partsOf }),
    ...timescaleSteps(expected, actual, {
      isDropped: (name) => dropped.has(name),
      isNew: (name) => made.has(name),
    }),
  ]);
}

function reversed(change: CatalogChange): CatalogChange {
  // Both sides of a change are of one kind, which the spread of a union cannot tell the compiler.
  return { ...change, expected: change.actual, actual: change.expected } as CatalogChange;
}
