/**
 * Making a backup: a snapshot, its dump, and the manifest that tells what is in it.
 * Called by `deno task backup`.
 * Never writes to the database.
 *
 * @module
 */
export { DUMP, type MadeBackup, makeBackup, type MakeBackupOptions } from "./make_backup.ts";
