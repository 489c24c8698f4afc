/**
 * The command runner behind every task in `tasks/`.
 * Called by the tasks and the commands of rooms.
 * Never knows what a command does.
 *
 * @module
 */
export { listenOptions } from "./listen_options.ts";
export { requirePermissions } from "./require_permissions.ts";
export { runTask, type TaskMain } from "./run_task.ts";
export {
  flagOption,
  listOption,
  numberOption,
  type Progress,
  type Style,
  type TaskContext,
  textOption,
} from "./task_context.ts";
export type {
  CommandSpec,
  OptionSpec,
  OptionValue,
  PositionalSpec,
  TaskSpec,
} from "./task_spec.ts";
