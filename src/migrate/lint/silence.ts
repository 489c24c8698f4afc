import type { Migration } from "../author/migration.ts";
import type { StatementView } from "./view.ts";

/** A wish that a rule be silent: at one statement, or in a whole migration. */
export interface Silence {
  /** The rule's code. */
  readonly code: string;
  /** Why, or null where no reason is given. */
  readonly reason: string | null;
  /** The statement in whose comment it stands, or null for the whole migration. */
  readonly statement: StatementView | null;
}

/** A comment that begins like a silence and cannot be read as one. */
export interface UnreadableSilence {
  /** The comment. */
  readonly comment: string;
  /** The statement in which it stands. */
  readonly statement: StatementView;
}

/**
 * Reads what a statement's comments silence: `-- strata-lint: ignore PG008 because the table is small`,
 * several codes with commas between them.
 */
export function statementSilences(
  statement: StatementView,
): { readonly silences: readonly Silence[]; readonly unreadable: readonly UnreadableSilence[] } {
  const silences: Silence[] = [];
  const unreadable: UnreadableSilence[] = [];
  for (const comment of statement.comments) {
    const text = comment.replace(/^(--|\/\*)/, "").replace(/\*\/$/, "").trim();
    if (!/^strata-lint\b/i.test(text)) continue;
    const match = pattern.exec(text);
    if (match === null) {
      unreadable.push({ comment, statement });
      continue;
    }
    const reason = match[2]?.trim() || null;
    for (const code of (match[1] ?? "").split(",")) {
      silences.push({ code: code.trim().toUpperCase(), reason, statement });
    }
  }
  return { silences, unreadable };
}

/** Reads what a migration's `lintIgnore` silences. */
export function migrationSilences(migration: Migration): readonly Silence[] {
  return Object.entries(migration.lintIgnore).map(([code, reason]) => ({
    code,
    reason: reason.trim() || null,
    statement: null,
  }));
}

const pattern =
  /^strata-lint:\s*ignore\s+([a-z]+\d+(?:\s*,\s*[a-z]+\d+)*)(?:\s+because(?:\s+([\s\S]*))?)?$/i;
