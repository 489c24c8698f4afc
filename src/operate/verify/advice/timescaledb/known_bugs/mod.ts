/**
 * Versions of TimescaleDB with known wrong results, and what tells whether a schema is touched.
 * Called by the advice on databases.
 * Never names a bug for its version alone: the schema has to be one that it touches.
 *
 * @module
 */
export { BUG_CODES } from "./bug_codes.ts";
export { judgeKnownBugs } from "./judge_known_bugs.ts";
export { readSchemaFacts } from "./read_schema_facts.ts";
