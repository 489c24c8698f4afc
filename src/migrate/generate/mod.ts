/**
 * Turns a difference into the source of a migration, up and down.
 * Called by `migrate new`.
 * Never writes a file: the command does.
 *
 * @module
 */
export {};
