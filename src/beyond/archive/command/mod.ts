/**
 * `deno task archive`: flags become calls, results become lines or JSON.
 * Called by the task.
 * Never does anything that the room above cannot do without it.
 *
 * @module
 */
export { archiveSpec } from "./archive_spec.ts";
export { type ArchiveProject, archiveTask } from "./archive_task.ts";
