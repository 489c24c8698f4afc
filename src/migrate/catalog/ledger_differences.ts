import type { MigrationStatus } from "../plan/compare.ts";
import { hasCapability, type Target } from "../author/target.ts";
import type { Difference } from "./difference.ts";

/**
 * Returns the differences between ledger and migrations: migrations that are not applied as
 * written, and deferred steps that the server now supports.
 */
export function ledgerDifferences(
  statuses: readonly MigrationStatus[],
  target: Target,
): readonly Difference[] {
  return statuses.flatMap(({ id, state, row }): Difference[] => {
    if (state !== "applied") {
      return [{
        object: id,
        property: "migration",
        expected: state === "missing" ? null : "applied",
        actual: state === "missing" ? "applied" : state,
        layer: "ledger",
      }];
    }
    return (row?.deferred ?? []).filter((entry) => hasCapability(target, entry.needs)).map((
      entry,
    ) => ({
      object: id,
      property: `deferred step ${entry.step + 1}`,
      expected: `applied: ${entry.title}`,
      actual: "deferred, although the server now supports it",
      layer: "ledger",
    }));
  });
}
