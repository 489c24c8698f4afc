/**
 * How a file becomes rows of a table: what a caller may say, and what of it contradicts.
 * Called by every room of the CSV loader.
 * Never opens a file or a connection.
 *
 * @module
 */
export {};
