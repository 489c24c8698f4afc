/**
 * Where backups are kept: folders, buckets of an S3 server.
 * Called by backup and restore.
 * Never shows a part of a backup under its name.
 *
 * @module
 */
export { BackupDamage } from "./backup_damage.ts";
export {
  DEFAULT_FOLDER,
  findBackup,
  type NamedBackup,
  openStore,
  type StoreOptions,
} from "./open_store.ts";
export type { BackupStore, Draft } from "./store.ts";
