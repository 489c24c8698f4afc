import { formatRelation } from "../../author/relation.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, isOldPlainTable, isOldTable, knownBefore, show } from "../view.ts";

/** Statements that block other sessions while they read or rewrite a table. */
export const postgresLockRules: readonly LintRule[] = [
  {
    code: "PG008",
    name: "index-without-concurrently",
    severity: "warning",
    reason: "Building an index blocks all writes to the table until it is done.",
    remedy: "Use create index concurrently, in a migration with { transaction: false }.",
    statement: (view) =>
      changesOf(view, "createIndex").flatMap(({ index }) =>
        !index.concurrently && isOldPlainTable(view, index.relation)
          ? [{ reason: `the index blocks writes to ${show(index.relation)} while it is built` }]
          : []
      ),
  },
  {
    code: "PG009",
    name: "concurrent-index-not-resumable",
    severity: "warning",
    reason:
      "A concurrent build that fails leaves an invalid index. if not exists then skips the build, " +
      "and without a name the engine cannot find the index to build it again.",
    remedy:
      "Name the index and leave out if not exists: the engine drops an invalid one and builds it again.",
    statement: (view) =>
      changesOf(view, "createIndex").flatMap(({ index }) => {
        if (!index.concurrently) return [];
        if (index.name === null) return [{ reason: "the index has no name" }];
        return index.ifNotExists
          ? [{ reason: `an invalid index "${index.name}" would be kept` }]
          : [];
      }),
  },
  {
    code: "PG033",
    name: "lock-table",
    severity: "warning",
    reason:
      "lock table holds its lock until the transaction ends, so other sessions wait for the whole " +
      "migration.",
    remedy:
      "Leave it out: each statement takes the lock it needs. If rows must not change between two " +
      "statements, lock right before the first one.",
    statement: (view) =>
      changesOf(view, "lockTable").flatMap(({ relations, mode }) =>
        blockingModes.has(mode)
          ? relations.filter((relation) => isOldTable(view, relation))
            .map((relation) => ({ reason: `${show(relation)} is locked in ${mode} mode` }))
          : []
      ),
  },
  {
    code: "PG020",
    name: "constraint-validated-at-once",
    severity: "warning",
    reason:
      "Adding a check or a foreign key scans the whole table and blocks writes, for a foreign key to " +
      "both tables.",
    remedy: "Add it not valid, and validate it in another migration.",
    statement: (view) =>
      changesOf(view, "addConstraint").flatMap((
        { relation, constraint: { kind, notValid, name } },
      ) =>
        (kind === "check" || kind === "foreign") && !notValid && isOldTable(view, relation)
          ? [{
            reason: `the ${kind === "foreign" ? "foreign key" : "check"}${
              name === null ? "" : ` "${name}"`
            } is checked for every row of ${show(relation)} at once`,
          }]
          : []
      ),
  },
  {
    code: "PG021",
    name: "unique-constraint-builds-index",
    severity: "warning",
    reason: "A unique constraint or a primary key builds its index under an exclusive lock.",
    remedy: "Build a unique index concurrently first, then add the constraint with using index.",
    statement: (view) =>
      changesOf(view, "addConstraint").flatMap(({ relation, constraint: { kind, usingIndex } }) =>
        (kind === "unique" || kind === "primary") && usingIndex === null &&
          isOldPlainTable(view, relation)
          ? [{ reason: `its index is built while ${show(relation)} is locked` }]
          : []
      ),
  },
  {
    code: "PG043",
    name: "exclusion-constraint-builds-index",
    severity: "warning",
    reason:
      "An exclusion constraint builds its index under an exclusive lock, and there is no other way to " +
      "add one.",
    remedy: "Declare it when the table is created, or copy the rows to a new table in batches.",
    statement: (view) =>
      changesOf(view, "addConstraint").flatMap(({ relation, constraint: { kind } }) =>
        kind === "exclude" && isOldTable(view, relation)
          ? [{ reason: `its index is built while ${show(relation)} is locked` }]
          : []
      ),
  },
  {
    code: "PG044",
    name: "domain-constraint-validated-at-once",
    severity: "warning",
    reason: "Adding a check to a domain scans every table that uses it, and blocks writes.",
    remedy: "Add it not valid, and validate it in another migration.",
    statement: (view) => {
      const made = view.earlier.flatMap((each) => changesOf(each, "createType"));
      const isNew = new Set(made.map(({ type }) => formatRelation(type)));
      return changesOf(view, "addDomainConstraint").flatMap(({ domain, notValid }) =>
        notValid || isNew.has(formatRelation(domain))
          ? []
          : [{ reason: `every table with a column of ${show(domain)} is scanned` }]
      );
    },
  },
  {
    code: "PG022",
    name: "validated-in-the-same-transaction",
    severity: "warning",
    reason:
      "The lock for adding the constraint is held until the transaction ends, so validating it in the " +
      "same transaction blocks as much as checking it at once.",
    remedy: "Validate it in the next migration.",
    statement: (view) =>
      changesOf(view, "validateConstraint").flatMap(({ relation, name }) => {
        const added = view.earlier.flatMap((each) => changesOf(each, "addConstraint"));
        const isNew = added.some(({ constraint }) => constraint.name === name);
        if (!view.migration.transaction || !isNew || !isOldTable(view, relation)) return [];
        return [{ reason: `"${name}" was added to ${show(relation)} in the same transaction` }];
      }),
  },
  {
    code: "PG027",
    name: "table-locked-for-rewrite",
    severity: "warning",
    reason:
      "vacuum full, cluster, reindex, a change of tablespace or access method, and the refresh of a " +
      "materialized view block readers until they are done.",
    remedy:
      "Use the concurrent form if there is one (reindex, refresh), or run it by hand at a quiet time.",
    statement: (view) => [
      ...changesOf(view, "rewrite").flatMap(({ relation, how }) =>
        relation === null || isOldTable(view, relation)
          ? [{ reason: `${how} locks ${relation === null ? "every table" : show(relation)}` }]
          : []
      ),
      ...changesOf(view, "reindex").flatMap(({ relation, what, concurrently }) =>
        concurrently || (relation !== null && !isOldTable(view, relation)) ? [] : [{
          reason: `reindex ${what} locks ${relation === null ? "its tables" : show(relation)}`,
        }]
      ),
      ...changesOf(view, "refreshView").flatMap(({ relation, concurrently }) =>
        concurrently || knownBefore(view, relation)?.createdIn === view.migration.id
          ? []
          : [{ reason: `${show(relation)} cannot be read while it is refreshed` }]
      ),
    ],
  },
];

/** The modes that block writes of other sessions. */
const blockingModes = new Set(["share", "share row exclusive", "exclusive", "access exclusive"]);
