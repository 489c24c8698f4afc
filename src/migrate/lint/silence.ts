import type { Migration } from "../author/migration.ts";
import type { StatementView } from "./view.ts";

/** A request to silence a rule, at one statement or in a whole migration. */
export interface Silence {
  /** The rule's code. */
  readonly code: string;
  /** The reason, or null if none is given. */
  readonly reason: string | null;
  /** The statement with the comment, or null for the whole migration. */
  readonly statement: StatementView | null;
}

/** A comment that begins like a silence but is not valid. */
export interface UnreadableSilence {
  readonly comment: string;
  /** The statement with the comment. */
  readonly statement: StatementView;
}

/**
 * Reads the silences in the comments of a statement: `-- strata-lint: ignore PG008 because the
 * table is small`. Several codes are separated by commas.
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

/** Reads the silences in the `lintIgnore` of a migration. */
export function migrationSilences(migration: Migration): readonly Silence[] {
  return Object.entries(migration.lintIgnore).map(([code, reason]) => ({
    code,
    reason: reason.trim() || null,
    statement: null,
  }));
}

const pattern =
  /^strata-lint:\s*ignore\s+([a-z]+\d+(?:\s*,\s*[a-z]+\d+)*)(?:\s+because(?:\s+([\s\S]*))?)?$/i;
