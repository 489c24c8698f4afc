/**
 * The command behind `deno task fetch`: follow, fetch, list, forget.
 * Called by the task.
 * Never asks a source itself.
 *
 * @module
 */
export { fetchTask } from "./fetch_task.ts";
export { fetchOptions, fetchPositionals } from "./fetch_flags.ts";
