/**
 * Runs `deno task load`: turns flags into a mapping, and prints the result as lines or JSON.
 * Called by the task only.
 * Never has a rule that `loadCsv` does not have.
 *
 * @module
 */
export {};
