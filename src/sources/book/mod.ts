/**
 * The bookkeeping of fetches: sources, series, what is followed, cursors and leases.
 * Called by the fetches and the task.
 * Never asks a source.
 *
 * @module
 */
export {};
