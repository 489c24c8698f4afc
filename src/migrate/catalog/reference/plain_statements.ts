import type { Migration } from "../../author/migration.ts";
import { REFERENCE_TARGET } from "../../author/target.ts";
import { migrationSteps } from "../../plan/render.ts";

/** Returns the SQL statements in a migration, without those of builder steps. */
export function plainStatements(migration: Migration): readonly string[] {
  return migrationSteps(migration, "up")
    .filter(({ needs, effect }) => needs === null && effect === undefined)
    .flatMap((step) => step.render({ target: REFERENCE_TARGET, late: false }));
}
