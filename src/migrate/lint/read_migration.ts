import { type Direction, migrationSteps } from "../plan/render.ts";
import type { Migration } from "../author/migration.ts";
import type { Change } from "./parse/change.ts";
import type { SqlParser } from "./parse/sql_parser.ts";
import type { RuleContext } from "./rule_context.ts";
import { applyChange } from "./state/apply_change.ts";
import type { Target } from "../author/target.ts";
import { relationKey, type SchemaState } from "./state/schema_state.ts";
import type { MigrationView, StatementView } from "./view.ts";

/** A migration as rules see it, and the state after its `up`. */
export interface ReadMigration {
  readonly view: MigrationView;
  /** The state after `up`. */
  readonly after: SchemaState;
}

/**
 * Reads a migration's statements, each with the state before and after it. Every step is rendered
 * for the version of the target, even if its edition defers the step, because it may be applied
 * later.
 *
 * @throws {MigrationError} If its `up` or `down` throws.
 */
export function readMigration(
  migration: Migration,
  options: {
    readonly before: SchemaState;
    readonly parser: SqlParser;
    readonly context: RuleContext;
  },
): ReadMigration {
  const { before, context } = options;
  const up = readDirection(migration, "up", options);
  const down = migration.down === null
    ? null
    : readDirection(migration, "down", { ...options, before: up.after });
  return {
    view: {
      migration,
      up: up.statements,
      down: down?.statements ?? null,
      before,
      afterDown: down?.after ?? null,
      context,
    },
    after: up.after,
  };
}

/** What all migrations do together, as keys of relations. */
export interface Overview {
  /** The tables that they create. */
  readonly created: ReadonlySet<string>;
  /** The continuous aggregates that they refresh from the oldest row on. */
  readonly refreshedWhole: ReadonlySet<string>;
}

/** Reads all migrations ahead of the rules. */
export function overview(
  migrations: readonly Migration[],
  options: { readonly parser: SqlParser; readonly target: Target },
): Overview {
  const { parser, target } = options;
  const changes = migrations
    .flatMap((migration) => migrationSteps(migration, "up"))
    .flatMap((step) => step.render({ target, late: false }))
    .flatMap((sql) => parser.parse(sql).changes);
  const keysOf = (isMeant: (change: Change) => boolean): ReadonlySet<string> =>
    new Set(
      changes.flatMap((change) =>
        isMeant(change) && "relation" in change && change.relation !== null
          ? [relationKey(change.relation)]
          : []
      ),
    );
  return {
    created: keysOf(({ kind }) => kind === "createTable"),
    refreshedWhole: keysOf((change) => change.kind === "refresh" && change.unbounded),
  };
}

function readDirection(
  migration: Migration,
  direction: Direction,
  options: {
    readonly before: SchemaState;
    readonly parser: SqlParser;
    readonly context: RuleContext;
  },
): { readonly statements: readonly StatementView[]; readonly after: SchemaState } {
  const { parser, context } = options;
  const statements: StatementView[] = [];
  let state = options.before;
  migrationSteps(migration, direction).forEach((step, place) => {
    for (const sql of step.render({ target: context.target, late: false })) {
      const parsed = parser.parse(sql);
      const before = state;
      state = parsed.changes.reduce(
        (known, change) => applyChange(known, change, migration.id),
        state,
      );
      statements.push({
        ...parsed,
        sql,
        step: place,
        index: statements.length,
        direction,
        byHand: step.needs === null,
        migration,
        earlier: [...statements],
        before,
        after: state,
        context,
      });
    }
  });
  return { statements, after: state };
}
