import { formatRelation } from "../../author/relation.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, isOldPlainTable, isOldTable, knownBefore, show } from "../view.ts";

/** What keeps others waiting while it reads or rewrites a table. */
export const postgresLockRules: readonly LintRule[] = [
  {
    code: "PG008",
    name: "index-without-concurrently",
    severity: "warning",
    reason: "Building an index stops every write to the table until it is done.",
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
      "A concurrent build that fails leaves a broken index. if not exists takes it for the real one, " +
      "and without a name the engine cannot find it to build it again.",
    remedy:
      "Name the index and leave if not exists out: the engine drops a broken one and builds it again.",
    statement: (view) =>
      changesOf(view, "createIndex").flatMap(({ index }) => {
        if (!index.concurrently) return [];
        if (index.name === null) return [{ reason: "the index has no name to find it by" }];
        return index.ifNotExists
          ? [{ reason: `a broken index "${index.name}" would be taken for this one` }]
          : [];
      }),
  },
  {
    code: "PG033",
    name: "lock-table",
    severity: "warning",
    reason:
      "lock table holds its lock until the transaction ends, whatever comes in between: others wait " +
      "for the whole migration.",
    remedy:
      "Leave it out: each statement takes the lock that it needs. Where rows must not change between " +
      "two statements, lock right before the first.",
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
      "Adding a check or a foreign key reads the whole table while writes wait, on both tables for a " +
      "foreign key.",
    remedy: "Add it not valid, and validate it in a migration of its own.",
    statement: (view) =>
      changesOf(view, "addConstraint").flatMap((
        { relation, constraint: { kind, notValid, name } },
      ) =>
        (kind === "check" || kind === "foreign") && !notValid && isOldTable(view, relation)
          ? [{
            reason: `the ${kind === "foreign" ? "foreign key" : "check"}${
              name === null ? "" : ` "${name}"`
            } is checked against every row of ${show(relation)} at once`,
          }]
          : []
      ),
  },
  {
    code: "PG021",
    name: "unique-constraint-builds-index",
    severity: "warning",
    reason:
      "A unique constraint or a primary key builds its index while no one else may read the table.",
    remedy: "Build a unique index concurrently first, then add the constraint using index.",
    statement: (view) =>
      changesOf(view, "addConstraint").flatMap(({ relation, constraint: { kind, usingIndex } }) =>
        (kind === "unique" || kind === "primary") && usingIndex === null &&
          isOldPlainTable(view, relation)
          ? [{ reason: `the index behind it is built while ${show(relation)} is locked` }]
          : []
      ),
  },
  {
    code: "PG043",
    name: "exclusion-constraint-builds-index",
    severity: "warning",
    reason:
      "An exclusion constraint builds its index while no one else may read the table, and there is no " +
      "other way to add one.",
    remedy: "Declare it with the table; or create a new table with it, and copy in batches.",
    statement: (view) =>
      changesOf(view, "addConstraint").flatMap(({ relation, constraint: { kind } }) =>
        kind === "exclude" && isOldTable(view, relation)
          ? [{ reason: `the index behind it is built while ${show(relation)} is locked` }]
          : []
      ),
  },
  {
    code: "PG044",
    name: "domain-constraint-validated-at-once",
    severity: "warning",
    reason: "Adding a check to a domain reads every table with a column of it while writes wait.",
    remedy: "Add it not valid, and validate it in a migration of its own.",
    statement: (view) => {
      const made = view.earlier.flatMap((each) => changesOf(each, "createType"));
      const isNew = new Set(made.map(({ type }) => formatRelation(type)));
      return changesOf(view, "addDomainConstraint").flatMap(({ domain, notValid }) =>
        notValid || isNew.has(formatRelation(domain))
          ? []
          : [{ reason: `every table with a column of ${show(domain)} is read` }]
      );
    },
  },
  {
    code: "PG022",
    name: "validated-in-the-same-transaction",
    severity: "warning",
    reason:
      "The lock of the statement that added the constraint is held until the transaction ends, so " +
      "that validating in the same one blocks as if it had been checked at once.",
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
      "vacuum full, cluster, reindex, a move to another tablespace or access method and a refresh of " +
      "a materialized view lock out readers until they are done.",
    remedy:
      "Use the concurrent form where there is one (reindex, refresh), or do it by hand at a quiet time.",
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

/** The modes in which a write of others waits. */
const blockingModes = new Set(["share", "share row exclusive", "exclusive", "access exclusive"]);
