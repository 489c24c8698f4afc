import { isAtLeast } from "../../timescale/mod.ts";
import type { RelationName } from "../author/effect.ts";
import type { Migration } from "../author/migration.ts";
import { formatRelation } from "../author/relation.ts";
import type { Change, ChangeOf } from "./parse/change.ts";
import type { ParsedStatement } from "./parse/sql_parser.ts";
import type { RuleContext } from "./rule_context.ts";
import { findRelation, type RelationState, type SchemaState } from "./state/schema_state.ts";

/** One statement as a rule sees it. */
export interface StatementView extends ParsedStatement {
  /** The text of the statement. */
  readonly sql: string;
  /** The place of the step in the migration. */
  readonly step: number;
  /** The place of the statement in its direction. */
  readonly index: number;
  readonly direction: "up" | "down";
  /** True if it was written as SQL; false if a step of the builder rendered it. */
  readonly byHand: boolean;
  readonly migration: Migration;
  /** The statements before it in the same migration and direction. */
  readonly earlier: readonly StatementView[];
  /** The state before it. */
  readonly before: SchemaState;
  /** The state after it. */
  readonly after: SchemaState;
  /** What rules know besides the statements. */
  readonly context: RuleContext;
}

/** One migration as a rule sees it. */
export interface MigrationView {
  readonly migration: Migration;
  /** The statements of `up`. */
  readonly up: readonly StatementView[];
  /** The statements of `down`, or null if there is none. */
  readonly down: readonly StatementView[] | null;
  /** The state before it. */
  readonly before: SchemaState;
  /** The state after `up` and then `down`; null if there is no `down`. */
  readonly afterDown: SchemaState | null;
  /** What rules know besides the statements. */
  readonly context: RuleContext;
}

/** Returns the changes of the given kinds that a statement makes. */
export function changesOf<Kind extends Change["kind"]>(
  view: StatementView,
  ...kinds: readonly Kind[]
): readonly ChangeOf<Kind>[] {
  const wanted: ReadonlySet<string> = new Set(kinds);
  return view.changes.filter((change): change is ChangeOf<Kind> => wanted.has(change.kind));
}

/** Returns what is known about a relation before the statement. */
export function knownBefore(
  view: StatementView,
  relation: RelationName,
): RelationState | undefined {
  return findRelation(view.before, relation);
}

/**
 * Tells whether a table exists before the migration, and so may have rows and readers. A table that
 * no migration creates counts too; views and temporary tables do not.
 */
export function isOldTable(view: StatementView, relation: RelationName): boolean {
  const known = knownBefore(view, relation);
  if (known === undefined) return true;
  return known.kind === "table" && !known.temporary && known.createdIn !== view.migration.id;
}

/** Tells whether a table exists before the migration and is not known to be a hypertable. */
export function isOldPlainTable(view: StatementView, relation: RelationName): boolean {
  return isOldTable(view, relation) && !knownBefore(view, relation)?.hypertable;
}

/** Returns what is known about a hypertable with compression before the statement, or undefined. */
export function compressedBefore(
  view: StatementView,
  relation: RelationName,
): RelationState | undefined {
  const known = knownBefore(view, relation);
  return known?.hypertable && known.compression ? known : undefined;
}

/** Tells whether the target is older than a version of TimescaleDB. */
export function isBefore(context: RuleContext, version: string): boolean {
  const { timescaledb } = context.target;
  return timescaledb !== null && !isAtLeast(timescaledb, version);
}

/** Formats the name of a relation for a message. */
export function show(relation: RelationName): string {
  return `"${formatRelation(relation)}"`;
}
