/**
 * The first command: services up, migrated, sample data loaded, checked.
 * Called by `deno task start`.
 * Never fills a database that holds anything.
 *
 * @module
 */
export { startProject } from "./start_project.ts";
export type { StartOptions, StartPart, StartResult } from "./start_project.ts";
export { startDocument, startLines } from "./start_report.ts";
