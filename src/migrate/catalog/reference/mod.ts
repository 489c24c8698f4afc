/**
 * An empty database in which definitions and migrations are tried: PGlite, or a scratch database.
 * Called by `../reference.ts`, which chooses.
 * Never changes the real database, nor what the databases of a server share.
 *
 * @module
 */
export {};
