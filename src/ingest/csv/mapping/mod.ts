/**
 * The mapping from a file to rows of a table: its options, and the check that they fit together.
 * Called by every room of the CSV loader.
 * Never opens a file or a connection.
 *
 * @module
 */
export {};
