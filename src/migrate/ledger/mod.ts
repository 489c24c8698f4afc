/**
 * The table of applied migrations: its form in every release, and its rows.
 * Called by the run and by all code that compares with it.
 * Never knows more of a migration's content than its checksum.
 *
 * @module
 */
export {};
