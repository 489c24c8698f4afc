import type { LedgerRow } from "../ledger/ledger.ts";
import type { Migration } from "../author/migration.ts";
import { migrationChecksum } from "./render.ts";

/**
 * Where a migration stands: `failed` was begun and not finished, `edited` differs from what was
 * applied, `missing` is in the ledger and not among the migrations.
 */
export type MigrationState = "applied" | "pending" | "failed" | "edited" | "missing";

/** A migration beside its row of the ledger. */
export interface MigrationStatus {
  /** Its id. */
  readonly id: string;
  /** Where it stands. */
  readonly state: MigrationState;
  /** The migration, or null where it is missing. */
  readonly migration: Migration | null;
  /** Its row, or null where it is pending. */
  readonly row: LedgerRow | null;
  /** The checksum of the migration as it is now, or that of the ledger where it is missing. */
  readonly checksum: string;
  /** True where it is pending although a later one is applied. */
  readonly outOfOrder: boolean;
}

/** Puts the migrations beside the ledger, in order of their ids. */
export function compareLedger(
  migrations: readonly Migration[],
  rows: readonly LedgerRow[],
): readonly MigrationStatus[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(migrations.map((migration) => migration.id));
  const newest = rows.map((row) => row.id).sort().at(-1) ?? "";
  const listed = migrations.map((migration): MigrationStatus => {
    const row = byId.get(migration.id) ?? null;
    const checksum = migrationChecksum(migration);
    return {
      id: migration.id,
      state: stateOf(row, checksum),
      migration,
      row,
      checksum,
      outOfOrder: row === null && migration.id < newest,
    };
  });
  const missing = rows.filter((row) => !known.has(row.id)).map((row): MigrationStatus => ({
    id: row.id,
    state: "missing",
    migration: null,
    row,
    checksum: row.checksum,
    outOfOrder: false,
  }));
  return [...listed, ...missing].sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * What must be put right by hand before migrations may run, a sentence each: edited and missing
 * ones, and those that would run out of order.
 */
export function ledgerProblems(
  statuses: readonly MigrationStatus[],
  options: { readonly allowOutOfOrder?: boolean } = {},
): readonly { readonly id: string; readonly text: string }[] {
  const { allowOutOfOrder = false } = options;
  return statuses.flatMap(({ id, state, outOfOrder, row }) => {
    if (state === "edited") {
      return [{
        id,
        text:
          `"${id}" was edited after it was applied on ${
            day(row)
          }: restore it and write a new migration, ` +
          `or accept the edit with migrate repair ${id} --mark=applied`,
      }];
    }
    if (state === "missing") {
      return [{
        id,
        text:
          `"${id}" was applied on ${
            day(row)
          } and is not among the migrations: restore its module, ` +
          `or forget it with migrate repair ${id} --mark=reverted`,
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

function stateOf(row: LedgerRow | null, checksum: string): MigrationState {
  if (row === null) return "pending";
  if (row.checksum !== checksum) return "edited";
  return row.state === "applied" ? "applied" : "failed";
}

function day(row: LedgerRow | null): string {
  return row?.startedAt.toISOString().slice(0, 10) ?? "an unknown day";
}
