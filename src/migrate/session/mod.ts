/**
 * One connection for migrations: opened, recognised as pooled or not, set back to its first state.
 * Called by the run, the catalog and the commands.
 * Never pools, and never keeps a setting from one migration to the next.
 *
 * @module
 */
export {};
