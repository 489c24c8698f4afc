/**
 * What stands beside the dump: the manifest, the outcome of the last check, and the name.
 * Called by backup and restore.
 * Never holds a password or a value of a row.
 *
 * @module
 */
export { backupName, byAge, instantOf, isBackupName } from "./backup_name.ts";
export { CHECKED, type Checked, checkedText, parseChecked } from "./checked.ts";
export {
  type BackupFile,
  type DatabaseFacts,
  MANIFEST,
  type Manifest,
  ManifestProblem,
  manifestText,
  parseManifest,
  type RoleFacts,
  type SealedManifest,
} from "./manifest.ts";
