/**
 * `deno task load`: flags into a mapping, and what came of it as lines or JSON.
 * Called by the task alone.
 * Never holds a rule that `loadCsv` has not.
 *
 * @module
 */
export {};
