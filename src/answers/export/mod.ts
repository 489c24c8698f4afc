/**
 * Answers into files, standard output and S3, and manifests by which they are checked later.
 * Called by the task.
 * Never leaves a part under its final name.
 *
 * @module
 */
export { exportOptions, exportPositionals } from "./export_flags.ts";
export { exportTask } from "./export_task.ts";
export type { ExportTaskOptions } from "./export_answer.ts";
