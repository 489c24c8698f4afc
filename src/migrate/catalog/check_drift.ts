import type { ServerInfo } from "../../timescale/mod.ts";
import type { Difference } from "./difference.ts";
import type { DriftNote } from "./drift_note.ts";
import { type DriftOptions, readDrift } from "./read_drift.ts";

export type { DriftOptions } from "./read_drift.ts";

/** What {@linkcode checkDrift} found. */
export interface DriftResult {
  /** True where there is no difference. */
  readonly ok: boolean;
  /** The server. */
  readonly server: ServerInfo;
  /** What differs, by object. */
  readonly differences: readonly Difference[];
  /** What is worth knowing and no difference, such as jobs that failed. */
  readonly notes: readonly DriftNote[];
  /** What the server's edition cannot take, which is no difference, by migration. */
  readonly deferred: readonly { readonly migration: string; readonly titles: readonly string[] }[];
}

/**
 * Compares the definitions with the migrations, the migrations with the ledger, and the live catalog
 * with what the applied migrations make in a reference. Changes nothing. Objects of TimescaleDB, of
 * extensions and of the ledger are never differences.
 *
 * @throws {MigrationError} Where the reference cannot be made.
 * @throws {ConnectionError} Where the server cannot be reached.
 *
 * @example
 * ```ts
 * import { checkDrift, openPostgresSession } from "@strata/foundation/migrate";
 *
 * export async function report(url: string): Promise<void> {
 *   const { ok, differences } = await checkDrift({
 *     open: () => openPostgresSession(url),
 *     migrations: [],
 *   });
 *   if (!ok) console.table(differences);
 * }
 * ```
 */
export async function checkDrift(options: DriftOptions): Promise<DriftResult> {
  const { server, differences, notes, deferred } = await readDrift(options);
  return { ok: differences.length === 0, server, differences, notes, deferred };
}
