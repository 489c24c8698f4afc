/**
 * The difference becomes a migration's source, up and down.
 * Called by `migrate new`.
 * Never writes a file: the command does.
 *
 * @module
 */
export {};
