/**
 * Restoring a backup with TimescaleDB's steps, comparing what came back, and proving a backup.
 * Called by `deno task restore`.
 * Never gives a database its name before everything in it is as it was.
 *
 * @module
 */
export { checkBackup, type CheckOptions } from "./check_backup.ts";
export { restoreBackup, type RestoreOptions } from "./restore_backup.ts";
