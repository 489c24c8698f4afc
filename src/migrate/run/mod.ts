/**
 * Applying, reverting, adopting and repairing, under one lock, with every statement accounted for.
 * Called by the commands and by embedders through `createMigrator`.
 * Never repeats a statement that may have happened.
 *
 * @module
 */
export {};
