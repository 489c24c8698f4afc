import type { ConstraintShape } from "../parse/shapes.ts";
import type { LintRule } from "../rule.ts";
import { schemaObjects } from "../state/schema_objects.ts";
import { changesOf, show, type StatementView } from "../view.ts";

/** Conventions that keep migrations clear to people and tools. */
export const postgresConventionRules: readonly LintRule[] = [
  {
    code: "PG010",
    name: "unnamed-constraint",
    severity: "warning",
    reason:
      "A name chosen by the server can differ from the definitions, and later migrations have to " +
      "guess it.",
    remedy: "Name every key, check and index: constraint pk_readings primary key (…).",
    statement: (view) => [
      ...namedConstraints(view).filter(({ name, kind }) => name === null && kind !== "notNull")
        .map(({ kind, columns }) => ({
          reason: `the ${kindNames[kind] ?? kind}${
            columns.length === 0 ? "" : ` (${columns.join(", ")})`
          } has no name`,
        })),
      ...changesOf(view, "createIndex").flatMap(({ index }) =>
        index.name === null ? [{ reason: `an index of ${show(index.relation)} has no name` }] : []
      ),
    ],
  },
  {
    code: "PG028",
    name: "no-down",
    severity: "warning",
    reason: "A migration without down cannot be reverted.",
    remedy: "Write a down, or silence this rule with the reason why there is none.",
    migration: ({ down }) => down === null ? [{ reason: "the migration has no down" }] : [],
  },
  {
    code: "PG029",
    name: "down-incomplete",
    severity: "warning",
    reason: "If down leaves something behind, the next up fails or starts from a different schema.",
    remedy: "Revert every step of up, in reverse order.",
    migration: ({ before, up, afterDown }) => {
      if (afterDown === null) return [];
      const was = schemaObjects(before);
      const made = schemaObjects(up.at(-1)?.after ?? before);
      const is = schemaObjects(afterDown);
      // An object that only down names was in a table that no migration created.
      const left = [...is].filter((object) => made.has(object) && !was.has(object));
      const lost = [...was].filter((object) => !is.has(object));
      return [
        ...left.map((object) => ({ reason: `down leaves ${object} behind` })),
        ...lost.map((object) => ({ reason: `down does not restore ${object}` })),
      ];
    },
  },
  {
    code: "PG030",
    name: "if-not-exists-hides-drift",
    severity: "warning",
    reason: "if not exists accepts any existing object of that name, even with another definition.",
    remedy:
      "Leave it out: the ledger knows what was applied, and baseline adopts existing databases.",
    statement: (view) => [
      ...changesOf(view, "createTable").flatMap(({ relation, ifNotExists, temporary }) =>
        ifNotExists && !temporary ? [{ reason: `${show(relation)} is created if not exists` }] : []
      ),
      ...changesOf(view, "addColumn").flatMap(({ relation, column, ifNotExists }) =>
        ifNotExists
          ? [{ reason: `"${column.name}" of ${show(relation)} is added if not exists` }]
          : []
      ),
      ...changesOf(view, "createIndex").flatMap(({ index }) =>
        index.ifNotExists && !index.concurrently
          ? [{ reason: `"${index.name}" is created if not exists` }]
          : []
      ),
    ],
  },
  {
    code: "PG031",
    name: "name-too-long",
    severity: "warning",
    reason:
      "PostgreSQL truncates names to 63 bytes without an error, so two long names can become the same.",
    remedy: "Use a shorter name.",
    statement: ({ longNames }) =>
      [...new Set(longNames)].map((name) => ({ reason: `"${name}" is truncated to 63 bytes` })),
  },
];

const kindNames: Readonly<Record<string, string>> = {
  primary: "primary key",
  unique: "unique key",
  foreign: "foreign key",
  exclude: "exclusion constraint",
};

function namedConstraints(view: StatementView): readonly ConstraintShape[] {
  return view.changes.flatMap((change) => {
    if (change.kind === "createTable") return change.temporary ? [] : change.constraints;
    if (change.kind === "addColumn") return change.constraints;
    return change.kind === "addConstraint" ? [change.constraint] : [];
  });
}
