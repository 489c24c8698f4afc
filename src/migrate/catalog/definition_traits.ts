import { formatRelation } from "../author/relation.ts";
import type { CatalogModel } from "./catalog_model.ts";
import type { Definitions } from "./definitions.ts";
import { rowSecurityDdl } from "./row_security_ddl.ts";
import { type TraitChange, traitChanges } from "./trait_change.ts";

/** The differences between the traits of definitions and migrations. */
export interface DefinitionTraits {
  /** The changes that the definitions call for. */
  readonly changes: readonly TraitChange[];
  /** Traits that only the migrations set, because definitions cannot or do not declare them. */
  readonly others: readonly TraitChange[];
}

/**
 * Compares traits. If a table declares neither row-level security nor a policy, the migrations
 * decide about both, so that no rows become visible by an omission.
 */
export function definitionTraits(
  definitions: Definitions,
  catalogs: { readonly defined: CatalogModel; readonly migrated: CatalogModel },
): DefinitionTraits {
  const secured = new Set(
    definitions.tables.map(rowSecurityDdl).filter(({ isOn }) => isOn)
      .map(({ relation }) => formatRelation(relation)),
  );
  const tables = new Set(catalogs.defined.tables.map(formatRelation));
  const isMeant = (change: TraitChange): boolean => {
    const { relation, property, expected, actual } = change;
    // Definitions cannot declare forced row-level security.
    if (property === "row level security" && expected === "on" && actual === "on, forced") {
      return false;
    }
    if (expected !== null || property === "identity options") return true;
    const name = formatRelation(relation);
    // The traits of a dropped table are dropped, and restored, with it.
    const isDropped = !tables.has(name) &&
      catalogs.migrated.tables.some((table) => formatRelation(table) === name);
    return isDropped || property === "policy" && secured.has(name);
  };
  const changes = traitChanges(catalogs.defined.traits, catalogs.migrated.traits);
  return {
    changes: changes.filter(isMeant),
    others: changes.filter((change) => !isMeant(change)),
  };
}
