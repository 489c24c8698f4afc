/**
 * Fetches: one series, or all that is followed, stored page by page with their cursors.
 * Called by services and the task.
 * Never knows a source by name.
 *
 * @module
 */
export {};
