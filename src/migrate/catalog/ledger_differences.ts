import type { MigrationStatus } from "../plan/compare.ts";
import { hasCapability, type Target } from "../author/target.ts";
import type { Difference } from "./difference.ts";

/**
 * What the ledger and the migrations disagree on: migrations that are not applied as they are written,
 * and deferred steps that the server could take by now.
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
      actual: "deferred, and the server can take it by now",
      layer: "ledger",
    }));
  });
}
