/**
 * What an author writes: `defineMigration`, the builder, the order of the modules.
 * Called by migrations and by whatever reads them.
 * Never runs a statement.
 *
 * @module
 */
export {};
