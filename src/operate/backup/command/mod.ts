/**
 * `deno task backup` and `deno task restore`: flags become calls, results become lines or JSON.
 * Called by the tasks.
 * Never does anything that the rooms beside it cannot do without it.
 *
 * @module
 */
export { backupSpec } from "./backup_spec.ts";
export { type BackupProject, backupTask } from "./backup_task.ts";
export { restoreSpec } from "./restore_spec.ts";
export { restoreTask } from "./restore_task.ts";
