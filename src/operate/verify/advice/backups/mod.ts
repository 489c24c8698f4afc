/**
 * Advice on backups: old, never proven by a restore, broken.
 * Called by verify with the state of the backups.
 * Never reads a backup.
 *
 * @module
 */
export { judgeBackups } from "./judge_backups.ts";
