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
import { stepsBetween } from "./steps_between.ts";

/** The steps from the migrations to the definitions, and back. */
export interface DefinitionSteps {
  readonly up: readonly GeneratedStep[];
  readonly down: readonly GeneratedStep[];
  /** The objects that only the migrations create. */
  readonly alone: readonly string[];
}

/** Reads the schemas of migrations and definitions, and returns the steps between them. */
export async function readSteps(
  definitions: Definitions,
  options: ReferenceOptions & {
    readonly migrations: readonly Migration[];
    readonly open?: OpenSession;
  },
): Promise<DefinitionSteps> {
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
  const concurrent = new Set(
    [...known.values()].flatMap(({ relation, indexes }) =>
      indexes.filter(({ isConcurrent }) => isConcurrent)
        .map(({ name }) => `${formatRelation(relation)}.${name}`)
    ),
  );
  return {
    up: stepsBetween({
      expected: defined,
      actual: former,
      changes,
      traits,
      isBack: false,
      concurrent,
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
      isBack: true,
      concurrent,
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

/** Sorts changes of tables in the order of the definitions, after all other changes. */
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
  // as: both sides of a change have the same type, which the compiler cannot infer from the spread.
  return { ...change, expected: change.actual, actual: change.expected } as CatalogChange;
}
