import type { RelationName } from "../author/effect.ts";
import { type JobEffect, jobEffects } from "./_job_effects.ts";
import { statementHead } from "../text/statement_head.ts";

/** A change that plain SQL makes to relations with TimescaleDB state. */
export type SqlEffect =
  | JobEffect
  | { readonly kind: "drop"; readonly relation: RelationName }
  | { readonly kind: "rename"; readonly relation: RelationName; readonly to: string }
  | {
    readonly kind: "renameColumn";
    readonly relation: RelationName;
    readonly column: string;
    readonly to: string;
  }
  | {
    readonly kind: "materializedOnly";
    readonly relation: RelationName;
    readonly materializedOnly: boolean;
  };

/**
 * Finds what a statement drops, renames or sets, and its changes to jobs. Other statements have no
 * effects.
 */
export function sqlEffects(statement: string): readonly SqlEffect[] {
  const head = statementHead(statement);
  const ofJobs = jobEffects(head, readRelation);
  if (ofJobs.length > 0) return ofJobs;
  const dropped = dropPattern.exec(head)?.[1];
  if (dropped !== undefined) {
    return dropped.split(/ ?, ?/).map((name) => ({ kind: "drop", relation: readRelation(name) }));
  }
  const renamed = renamePattern.exec(head);
  if (renamed !== null) {
    const [, table = "", to = ""] = renamed;
    return [{ kind: "rename", relation: readRelation(table), to: readName(to) }];
  }
  const set = materializedOnlyPattern.exec(head);
  if (set !== null) {
    const [, view = "", value = "true"] = set;
    const materializedOnly = /^(true|on|yes|1)$/.test(value);
    return [{ kind: "materializedOnly", relation: readRelation(view), materializedOnly }];
  }
  const column = renameColumnPattern.exec(head);
  if (column === null) return [];
  const [, table = "", from = "", to = ""] = column;
  return [{
    kind: "renameColumn",
    relation: readRelation(table),
    column: readName(from),
    to: readName(to),
  }];
}

const part = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`;

/** Matches the name of a relation in the head of a statement. */
export const relationPattern = String.raw`${part}(?:\.${part})?`;
const dropPattern = new RegExp(
  `^drop (?:table|materialized view) (?:if exists )?(${relationPattern}(?: ?, ?${relationPattern})*)`,
);
const subject =
  `^alter (?:table|materialized view) (?:if exists )?(?:only )?(${relationPattern}) rename`;
const renamePattern = new RegExp(`${subject} to (${part})$`);
const materializedOnlyPattern = new RegExp(
  `^alter (?:materialized )?view (?:if exists )?(${relationPattern}) set ?\\([^)]*timescaledb\\.materialized_only(?: ?= ?'?(\\w+)'?)?`,
);
const renameColumnPattern = new RegExp(`${subject} (?:column )?(${part}) to (${part})$`);

/** Parses the name of a relation in the head of a statement. */
export function readRelation(text: string): RelationName {
  const parts = text.match(new RegExp(part, "g")) ?? [];
  const [first = "", second] = parts.map(readName);
  return second === undefined ? { schema: "public", name: first } : { schema: first, name: second };
}

function readName(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
