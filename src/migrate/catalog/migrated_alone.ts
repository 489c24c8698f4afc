import { withoutAggregates } from "./adjust_catalog.ts";
import { definitionChanges } from "./definition_changes.ts";
import { definitionTraits } from "./definition_traits.ts";
import type { Definitions } from "./definitions.ts";
import { catalogChanges } from "./catalog_change.ts";
import type { CatalogState } from "./catalog_state.ts";
import type { CatalogModel } from "./catalog_model.ts";
import { describeChange } from "./diff_catalog.ts";
import { withoutLostParts } from "./diff_traits.ts";
import { traitObject } from "./trait_change.ts";

/**
 * Returns the objects that only the migrations create, because definitions cannot or do not declare
 * them: `view orders_open`, `row level security orders`. They stay as they are.
 */
export function migratedAlone(
  definitions: Definitions,
  { defined, migrated }: { readonly defined: CatalogModel; readonly migrated: CatalogState },
): readonly string[] {
  const catalog = withoutAggregates(
    migrated.catalog,
    migrated.timescale.aggregates.map(({ relation }) => relation),
  );
  const catalogs = { defined, migrated: catalog };
  const meant = new Set(
    definitionChanges(definitions, catalogs).map((change) => JSON.stringify(change)),
  );
  const wholes = catalogChanges(defined, catalog)
    .filter((change) => change.expected === null && !meant.has(JSON.stringify(change)))
    .flatMap(describeChange);
  const traits = definitionTraits(definitions, catalogs).others.map((change) => ({
    object: traitObject(change),
    property: change.property,
    expected: change.expected,
    actual: change.actual,
  }));
  return [...wholes, ...withoutLostParts(traits, wholes)].map(({ object, property }) =>
    `${property} ${object}`
  );
}
