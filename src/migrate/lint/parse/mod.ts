/**
 * PostgreSQL's syntax tree becomes changes that rules understand.
 * Called by the lint and its rules.
 * Never judges.
 *
 * @module
 */
export {};
