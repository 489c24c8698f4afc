import type { RelationName } from "../../author/effect.ts";
import { formatRelation } from "../../author/relation.ts";
import type { ChangeOf } from "../parse/change.ts";
import type { Hit, LintRule } from "../rule.ts";
import { isNotNull, relationKey, type RelationState } from "../state/schema_state.ts";
import {
  changesOf,
  isOldTable,
  knownBefore,
  type MigrationView,
  show,
  type StatementView,
} from "../view.ts";

/** Drops of objects that clients rely on. */
export const postgresDropRules: readonly LintRule[] = [
  {
    code: "PG032",
    name: "drop-index-without-concurrently",
    severity: "warning",
    reason: "drop index waits for all readers of the table, and later readers queue behind it.",
    remedy: "Use drop index concurrently, in a migration with { transaction: false }.",
    statement: (view) =>
      changesOf(view, "drop").flatMap(({ what, concurrently, relations }) =>
        what !== "index" || concurrently
          ? []
          : relations.filter((index) => isOldPlainIndex(view, index))
            .map((index) => ({ reason: `${show(index)} is dropped while its table is locked` }))
      ),
  },
  {
    code: "PG036",
    name: "drop-constraint",
    severity: "warning",
    reason:
      "Without the constraint, rows that violate it can be written, and then it cannot be added " +
      "again. Dropping a foreign key locks both of its tables.",
    remedy: "Add the constraint that replaces it in the same migration, or silence this rule.",
    migration: (view) =>
      view.up.flatMap((statement) =>
        changesOf(statement, "dropConstraint").flatMap((dropped): readonly Hit[] => {
          const { relation, name } = dropped;
          if (!isOldTable(statement, relation) || isReplaced(view, dropped)) return [];
          return [{ reason: `"${name}" of ${show(relation)} is dropped`, at: statement }];
        })
      ),
  },
  {
    code: "PG037",
    name: "drop-not-null",
    severity: "warning",
    reason: "Clients that do not expect nulls in the column fail at the first one.",
    remedy:
      "Make all readers handle nulls first, or keep it not null and use a special value instead.",
    statement: (view) =>
      changesOf(view, "dropNotNull").flatMap(({ relation, column }) =>
        isOldTable(view, relation)
          ? [{ reason: `"${column}" of ${show(relation)} becomes nullable` }]
          : []
      ),
  },
  {
    code: "PG038",
    name: "drop-function-or-view",
    severity: "warning",
    reason: "Every client that reads the view or calls the function fails afterwards.",
    remedy:
      "Stop using it first, and drop it in a later release. To change it, use create or replace.",
    migration: (view) =>
      view.up.flatMap((statement) =>
        changesOf(statement, "drop").flatMap(({ what, relations }): readonly Hit[] => {
          if (!called.has(what)) return [];
          return relations.filter((relation) => !isOfMigration(view, statement, relation))
            .map((relation) => ({
              reason: `the ${what} ${show(relation)} is dropped`,
              at: statement,
            }));
        })
      ),
  },
];

const called = new Set(["view", "materialized view", "function", "procedure", "aggregate"]);

/** Tells whether an index and its table exist before the migration, and it is not a hypertable. */
function isOldPlainIndex(view: StatementView, index: RelationName): boolean {
  const isNew = view.earlier.some((each) =>
    changesOf(each, "createIndex").some((made) => made.index.name === index.name)
  );
  const owner = [...view.before.relations.values()].find(({ indexes }) =>
    indexes.some(({ name }) => name === index.name)
  );
  if (isNew || owner === undefined) return !isNew;
  return owner.kind !== "aggregate" && owner.hypertable === null &&
    owner.createdIn !== view.migration.id;
}

/** Tells whether another constraint replaces it, or a not null column implies it. */
function isReplaced(
  view: MigrationView,
  { relation, name }: ChangeOf<"dropConstraint">,
): boolean {
  const key = relationKey(relation);
  const after = view.up.at(-1)?.after.relations.get(key);
  const dropped = view.before.relations.get(key)?.constraints.find((each) => each.name === name);
  const isLost = view.before.relations.has(key) && after === undefined;
  if (isLost || after?.constraints.some((each) => each.name === name)) return true;
  if (dropped === undefined || after === undefined) return false;
  const { provesNotNull, kind } = dropped;
  if (provesNotNull.length > 0) return provesNotNull.every((column) => isNotNull(after, column));
  return addedConstraints(view, key, after).some((each) =>
    each.kind === kind && each.columns.some((column) => dropped.columns.includes(column))
  );
}

function addedConstraints(
  view: MigrationView,
  key: string,
  after: RelationState,
): RelationState["constraints"] {
  const before = new Set(view.before.relations.get(key)?.constraints.map(({ name }) => name));
  return after.constraints.filter(({ name }) => !before.has(name));
}

/** Tells whether the migration also creates the object, or another rule reports it. */
function isOfMigration(
  view: MigrationView,
  statement: StatementView,
  relation: RelationName,
): boolean {
  const name = formatRelation(relation);
  const known = knownBefore(statement, relation);
  if (known?.kind === "aggregate" || known?.createdIn === view.migration.id) return true;
  return view.up.some((each) =>
    changesOf(each, "createView").some((made) => formatRelation(made.relation) === name) ||
    changesOf(each, "function").some((made) => made.created && formatRelation(made.name) === name)
  );
}
