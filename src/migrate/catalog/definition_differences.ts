import type { Migration } from "../author/migration.ts";
import { withTimeColumns } from "./adjust_catalog.ts";
import { declaredTimescale } from "./declared_timescale.ts";
import { definitionChanges } from "./definition_changes.ts";
import type { Definitions } from "./definitions.ts";
import { describeChange } from "./diff_catalog.ts";
import { diffTimescale } from "./diff_timescale.ts";
import type { Difference } from "./difference.ts";
import { migratedTimescale } from "./migrated_timescale.ts";
import type { ReferenceCatalogs } from "./reference.ts";

/** What definitions say and migrations do not, or the other way round. */
export function definitionDifferences(
  definitions: Definitions,
  from: { readonly reference: ReferenceCatalogs; readonly migrations: readonly Migration[] },
): readonly Difference[] {
  const { reference, migrations } = from;
  if (reference.definitions === null) return [];
  const folded = migratedTimescale(reference, migrations);
  const migrated = withTimeColumns(reference.all, folded);
  const differences = [
    ...definitionChanges(definitions, { defined: reference.definitions, migrated })
      .flatMap(describeChange),
    ...diffTimescale(declaredTimescale(definitions), folded),
  ];
  return differences.map((difference) => ({ ...difference, layer: "definitions" }));
}
