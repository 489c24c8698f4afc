/**
 * What was stored in a table of vintages, as messages of a topic.
 * Called by `deno task publish`.
 * Never publishes what a transaction that still runs may be stored before.
 *
 * @module
 */
export {};
