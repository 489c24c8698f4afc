import type { LintRule } from "../rule.ts";
import { changesOf, isOldTable, knownBefore, show } from "../view.ts";

/** Locks of attaching and detaching partitions. */
export const postgresPartitionRules: readonly LintRule[] = [
  {
    code: "PG034",
    name: "attach-partition-without-check",
    severity: "warning",
    reason:
      "attach partition scans the new partition under an exclusive lock, unless a valid check proves " +
      "that all rows are within its bounds.",
    remedy:
      "Add a check of the partition's bounds not valid, validate it in another migration, then attach " +
      "the partition and drop the check.",
    statement: (view) =>
      changesOf(view, "attachPartition").flatMap(({ relation, partition }) => {
        const known = knownBefore(view, partition);
        const isProven = known?.constraints.some(({ kind, notValid }) =>
          kind === "check" && !notValid
        );
        if (isProven === true || !isOldTable(view, partition)) return [];
        return [{
          reason: `no check proves that ${show(partition)} fits into ${show(relation)}`,
        }];
      }),
  },
  {
    code: "PG035",
    name: "detach-partition-without-concurrently",
    severity: "warning",
    reason:
      "detach partition waits for all readers of the partitioned table, and later readers queue " +
      "behind it.",
    remedy: "Use detach partition … concurrently, in a migration with { transaction: false }.",
    statement: (view) =>
      changesOf(view, "detachPartition").flatMap(({ relation, partition, concurrently }) =>
        concurrently || !isOldTable(view, relation)
          ? []
          : [{ reason: `${show(relation)} is locked while ${show(partition)} is detached` }]
      ),
  },
];
