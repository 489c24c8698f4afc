/**
 * Tracks the schema after each statement: tables, columns, keys, hypertables.
 * Called by lint for each statement.
 * Never decides whether a change is a problem, and never connects.
 *
 * @module
 */
export {};
