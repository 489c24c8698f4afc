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
  /** The statement. */
  readonly sql: string;
  /** The step's place in the migration. */
  readonly step: number;
  /** The statement's place among those of its direction. */
  readonly index: number;
  /** The way that it belongs to. */
  readonly direction: "up" | "down";
  /** True where it was written as SQL, not rendered from a step of the builder. */
  readonly byHand: boolean;
  /** The migration. */
  readonly migration: Migration;
  /** The statements before it, of its migration and its direction. */
  readonly earlier: readonly StatementView[];
  /** What is known before it. */
  readonly before: SchemaState;
  /** What is known after it. */
  readonly after: SchemaState;
  /** What rules know beside. */
  readonly context: RuleContext;
}

/** One migration as a rule sees it. */
export interface MigrationView {
  /** The migration. */
  readonly migration: Migration;
  /** The statements of `up`. */
  readonly up: readonly StatementView[];
  /** The statements of `down`, or null where there is none. */
  readonly down: readonly StatementView[] | null;
  /** What is known before it. */
  readonly before: SchemaState;
  /** What is known after `up` and then `down`, where there is one. */
  readonly afterDown: SchemaState | null;
  /** What rules know beside. */
  readonly context: RuleContext;
}

/** The changes of one kind, or several, that a statement makes. */
export function changesOf<Kind extends Change["kind"]>(
  view: StatementView,
  ...kinds: readonly Kind[]
): readonly ChangeOf<Kind>[] {
  const wanted: ReadonlySet<string> = new Set(kinds);
  return view.changes.filter((change): change is ChangeOf<Kind> => wanted.has(change.kind));
}

/** What is known of a relation before the statement. */
export function knownBefore(
  view: StatementView,
  relation: RelationName,
): RelationState | undefined {
  return findRelation(view.before, relation);
}

/**
 * Answers whether a table is there before its migration, with rows and readers: no other migration
 * need have told of it. Views and temporary tables are none.
 */
export function isOldTable(view: StatementView, relation: RelationName): boolean {
  const known = knownBefore(view, relation);
  if (known === undefined) return true;
  return known.kind === "table" && !known.temporary && known.createdIn !== view.migration.id;
}

/** Answers whether an old table is none of TimescaleDB's, as far as is known. */
export function isOldPlainTable(view: StatementView, relation: RelationName): boolean {
  return isOldTable(view, relation) && !knownBefore(view, relation)?.hypertable;
}

/** What is known of a hypertable with compression before the statement, or undefined. */
export function compressedBefore(
  view: StatementView,
  relation: RelationName,
): RelationState | undefined {
  const known = knownBefore(view, relation);
  return known?.hypertable && known.compression ? known : undefined;
}

/** Answers whether the target is older than a version of TimescaleDB. */
export function isBefore(context: RuleContext, version: string): boolean {
  const { timescaledb } = context.target;
  return timescaledb !== null && !isAtLeast(timescaledb, version);
}

/** A relation's name in a sentence. */
export function show(relation: RelationName): string {
  return `"${formatRelation(relation)}"`;
}
