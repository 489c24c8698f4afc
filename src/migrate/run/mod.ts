/**
 * Applies, reverts, adopts and repairs migrations under one lock, and records every statement.
 * Called by the commands and by embedders through `createMigrator`.
 * Never repeats a statement that may have taken effect, unless it may run twice.
 *
 * @module
 */
export {};
