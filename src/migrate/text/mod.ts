/**
 * SQL as text: tokens, statements, layout, and input that only psql accepts.
 * Called by all code that reads a migration's statements.
 * Never changes a byte inside quotes, and never does I/O.
 *
 * @module
 */
export {};
