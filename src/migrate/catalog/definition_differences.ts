import type { Migration } from "../author/migration.ts";
import { withTimeColumns } from "./adjust_catalog.ts";
import { declaredTimescale } from "./declared_timescale.ts";
import { definitionChanges } from "./definition_changes.ts";
import type { Definitions } from "./definitions.ts";
import { definitionTraits } from "./definition_traits.ts";
import { describeChange } from "./diff_catalog.ts";
import { diffTimescale } from "./diff_timescale.ts";
import type { Difference } from "./difference.ts";
import { migratedTimescale } from "./migrated_timescale.ts";
import { withoutLostParts } from "./diff_traits.ts";
import type { ReferenceCatalogs } from "./reference.ts";
import { traitObject } from "./trait_change.ts";

/** Returns the differences between definitions and migrations. */
export function definitionDifferences(
  definitions: Definitions,
  from: { readonly reference: ReferenceCatalogs; readonly migrations: readonly Migration[] },
): readonly Difference[] {
  const { reference, migrations } = from;
  if (reference.definitions === null) return [];
  const folded = migratedTimescale(reference, migrations);
  const migrated = withTimeColumns(reference.all, folded);
  const catalogs = { defined: reference.definitions, migrated };
  const differences = [
    ...definitionChanges(definitions, catalogs).flatMap(describeChange),
    ...diffTimescale(declaredTimescale(definitions), folded),
  ];
  const traits = definitionTraits(definitions, catalogs).changes.map((change) => ({
    object: traitObject(change),
    property: change.property,
    expected: change.expected,
    actual: change.actual,
  }));
  return [...differences, ...withoutLostParts(traits, differences)].map((difference) => ({
    ...difference,
    layer: "definitions",
  }));
}
