/**
 * The tasks of streams: flags, progress, report.
 * Called by `tasks/consume.ts` and `tasks/publish.ts`.
 * Never talks to Kafka or the database itself.
 *
 * @module
 */
export { consumeFlags } from "./consume_flags.ts";
export { consumeTask } from "./consume_task.ts";
export { publishFlags, publishTask } from "./publish_task.ts";
