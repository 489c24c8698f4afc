import { formatRelation } from "../author/relation.ts";
import type { CatalogModel } from "./catalog_model.ts";
import type { Definitions } from "./definitions.ts";
import { rowSecurityDdl } from "./row_security_ddl.ts";
import { type TraitChange, traitChanges } from "./trait_change.ts";

/** How traits of definitions and of migrations differ. */
export interface DefinitionTraits {
  /** What the definitions say otherwise. */
  readonly changes: readonly TraitChange[];
  /** What stands in migrations alone, because definitions have no words for it or say nothing of it. */
  readonly others: readonly TraitChange[];
}

/**
 * Compares what tables have beside their structure. A table that declares neither row-level security
 * nor a policy leaves both to the migrations: nobody's rows are opened because a definition is silent.
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
    // Definitions cannot say that it is forced.
    if (property === "row level security" && expected === "on" && actual === "on, forced") {
      return false;
    }
    if (expected !== null || property === "identity options") return true;
    const name = formatRelation(relation);
    // What a table had goes with it, and comes back with it.
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
