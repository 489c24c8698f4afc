/**
 * An empty database to try definitions and migrations in: PGlite or a scratch database.
 * Called by `../reference.ts`, which chooses.
 * Never changes the real database, or anything that the databases of a server share.
 *
 * @module
 */
export {};
