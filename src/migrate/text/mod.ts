/**
 * SQL as text: tokens, statements, layout, and what no driver takes, such as psql's commands.
 * Called by whatever reads a migration's statements.
 * Never changes a byte inside quotes, and never does I/O.
 *
 * @module
 */
export {};
