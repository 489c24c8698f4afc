/**
 * The connection for migrations: opens it, detects poolers, restores its first state.
 * Called by the run, the catalog and the commands.
 * Never pools, and never keeps a setting from one migration to the next.
 *
 * @module
 */
export {};
