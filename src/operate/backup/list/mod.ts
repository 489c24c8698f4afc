/**
 * What backups there are, how old, and which of them were proven.
 * Called by backup and restore, and by what watches over a database.
 * Never reads a dump.
 *
 * @module
 */
export { type BackupState, backupState } from "./backup_state.ts";
export { listBackups, type ListedBackup } from "./list_backups.ts";
export { superfluous } from "./superfluous.ts";
