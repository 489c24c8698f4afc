import type { ServerInfo } from "../../timescale/mod.ts";
import type { Difference } from "./difference.ts";
import type { DriftNote } from "./drift_note.ts";
import { type DriftOptions, readDrift } from "./read_drift.ts";

export type { DriftOptions } from "./read_drift.ts";

/** The result of {@linkcode checkDrift}. */
export interface DriftResult {
  /** True if there is no difference. */
  readonly ok: boolean;
  /** The server. */
  readonly server: ServerInfo;
  /** The differences, by object. */
  readonly differences: readonly Difference[];
  /** Notes that are not differences, such as failed jobs. */
  readonly notes: readonly DriftNote[];
  /** Steps that the server's edition does not support, by migration. They are not differences. */
  readonly deferred: readonly { readonly migration: string; readonly titles: readonly string[] }[];
}

/**
 * Compares the definitions with the migrations, the migrations with the ledger, and the live
 * catalog with what the applied migrations create in a reference database. Changes nothing. Ignores
 * objects of TimescaleDB, of extensions and of the ledger.
 *
 * @throws {MigrationError} If the reference cannot be created.
 * @throws {ConnectionError} If the server cannot be reached.
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
