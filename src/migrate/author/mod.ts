/**
 * What an author writes: `defineMigration`, the builder, the order of the modules.
 * Called by migrations and by all code that reads them.
 * Never runs a statement.
 *
 * @module
 */
export {};
