/**
 * What stands after each statement: tables, columns, keys, hypertables.
 * Called by the lint, once a statement.
 * Never judges, and never asks a server.
 *
 * @module
 */
export {};
