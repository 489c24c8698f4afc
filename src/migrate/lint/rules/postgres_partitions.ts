import type { LintRule } from "../rule.ts";
import { changesOf, isOldTable, knownBefore, show } from "../view.ts";

/** What attaching and detaching partitions keeps waiting. */
export const postgresPartitionRules: readonly LintRule[] = [
  {
    code: "PG034",
    name: "attach-partition-without-check",
    severity: "warning",
    reason:
      "attach partition reads every row of the new partition while no one else may read it, unless a " +
      "valid check proves that they are within its bounds.",
    remedy:
      "Add a check with the partition's bounds not valid, validate it in a migration of its own, then " +
      "attach the partition and drop the check.",
    statement: (view) =>
      changesOf(view, "attachPartition").flatMap(({ relation, partition }) => {
        const known = knownBefore(view, partition);
        const isProven = known?.constraints.some(({ kind, notValid }) =>
          kind === "check" && !notValid
        );
        if (isProven === true || !isOldTable(view, partition)) return [];
        return [{
          reason: `no check proves that ${show(partition)} belongs into ${show(relation)}`,
        }];
      }),
  },
  {
    code: "PG035",
    name: "detach-partition-without-concurrently",
    severity: "warning",
    reason:
      "detach partition waits for every reader of the whole table to end, and all later ones wait " +
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
