/**
 * Backups: a dump with a manifest that proves it, and restoring it with what TimescaleDB needs.
 * Called by `deno task backup` and `restore`; its state is for `verify`, `doctor` and the dashboard.
 * Never leaves half a backup, or half a database, under its final name.
 *
 * @module
 */
export {
  type BackupProject,
  backupSpec,
  backupTask,
  restoreSpec,
  restoreTask,
} from "./command/mod.ts";
export { type BackupState, backupState, listBackups, type ListedBackup } from "./list/mod.ts";
export { type BackupStore, DEFAULT_FOLDER, openStore } from "./store/mod.ts";
