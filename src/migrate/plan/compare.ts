import type { LedgerRow } from "../ledger/ledger.ts";
import type { Migration } from "../author/migration.ts";
import { byNumber, isAfter } from "../author/migration_order.ts";
import { type ChecksumMatch, matchChecksum, migrationChecksum, stepHashes } from "./checksum.ts";

/**
 * The state of a migration: `failed` was started but not finished, `edited` differs from what was
 * applied, `missing` is in the ledger but not among the migrations.
 */
export type MigrationState = "applied" | "pending" | "failed" | "edited" | "missing";

/** A migration and its row in the ledger. */
export interface MigrationStatus {
  /** Its id. */
  readonly id: string;
  /** Its state. */
  readonly state: MigrationState;
  /** The migration; null if it is missing. */
  readonly migration: Migration | null;
  /** Its row; null if it is pending. */
  readonly row: LedgerRow | null;
  /** The checksum of the current migration, or that in the ledger if it is missing. */
  readonly checksum: string;
  /**
   * The comparison of the ledger's checksum with the migration; `same` if there is nothing to
   * compare.
   */
  readonly match: ChecksumMatch;
  /** True if it is pending although a later one is applied. */
  readonly outOfOrder: boolean;
}

/** Compares the migrations with the ledger, in order of ids. */
export function compareLedger(
  migrations: readonly Migration[],
  rows: readonly LedgerRow[],
): readonly MigrationStatus[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(migrations.map((migration) => migration.id));
  const newest = rows.map((row) => row.id).sort(byNumber).at(-1);
  const listed = migrations.map((migration): MigrationStatus => {
    const row = byId.get(migration.id) ?? null;
    const checksum = migrationChecksum(migration);
    const match = row === null ? "same" : matchRow(row, migration, checksum);
    return {
      id: migration.id,
      state: stateOf(row, match),
      migration,
      row,
      checksum,
      match,
      outOfOrder: row === null && newest !== undefined && isAfter(newest, migration.id),
    };
  });
  const missing = rows.filter((row) => !known.has(row.id)).map((row): MigrationStatus => ({
    id: row.id,
    state: "missing",
    migration: null,
    row,
    checksum: row.checksum,
    match: "same",
    outOfOrder: false,
  }));
  return [...listed, ...missing].sort((a, b) => byNumber(a.id, b.id));
}

/**
 * Returns the problems to resolve before migrations can run, one sentence each: edited and missing
 * migrations, and those that would run out of order.
 */
export function ledgerProblems(
  statuses: readonly MigrationStatus[],
  options: { readonly allowOutOfOrder?: boolean } = {},
): readonly { readonly id: string; readonly text: string }[] {
  const { allowOutOfOrder = false } = options;
  return statuses.flatMap(({ id, state, match, outOfOrder, row }) => {
    if (state === "edited") return [{ id, text: editedText({ id, match, row }) }];
    if (state === "missing") {
      return [{
        id,
        text:
          `"${id}" was applied on ${
            day(row)
          } and is not among the migrations: restore its module, ` +
          `or remove it from the ledger with migrate repair ${id} --mark=reverted`,
      }];
    }
    if (outOfOrder && !allowOutOfOrder) {
      return [{
        id,
        text:
          `"${id}" is pending although a later one is applied: renumber it, or pass --allow-out-of-order`,
      }];
    }
    return [];
  });
}

function editedText(
  { id, match, row }: Pick<MigrationStatus, "id" | "match" | "row">,
): string {
  if (match === "unknown algorithm") {
    return `"${id}" was applied by a newer release (${row?.tool}), whose checksum this one cannot read: ` +
      "use that release";
  }
  const what = match === "edited down" ? "the down of " : "";
  return `${what}"${id}" was edited after it was applied on ${
    day(row)
  }: restore it and write a new ` +
    `migration, or accept the edit with migrate repair ${id} --mark=applied`;
}

/**
 * Compares a row with its migration. A migration without a transaction that failed half-way may be
 * edited from the failed statement on; its finished steps must be unchanged.
 */
function matchRow(row: LedgerRow, migration: Migration, checksum: string): ChecksumMatch {
  const match = matchChecksum(row.checksum, migration, checksum);
  if (row.state === "applied" || migration.transaction || row.started !== null) return match;
  const direction = row.state === "running" ? "up" : "down";
  if (match !== "edited down" && (match !== "edited up" || direction === "down")) return match;
  if (row.done === 0) return "same";
  const hashes = stepHashes(migration, direction);
  const isDoneSame = row.doneSteps.length > 0 &&
    row.doneSteps.every((hash, i) => hash === hashes[i]);
  return isDoneSame ? "same" : match;
}

function stateOf(row: LedgerRow | null, match: ChecksumMatch): MigrationState {
  if (row === null) return "pending";
  if (match !== "same") return "edited";
  return row.state === "applied" ? "applied" : "failed";
}

function day(row: LedgerRow | null): string {
  return row?.startedAt.toISOString().slice(0, 10) ?? "an unknown day";
}
