/**
 * A file as it is published becomes rows: the library's `loadCsv` and the task beside it.
 * Called by the ingest entry; the rooms below it stand in the order of a line's way.
 * Never writes by itself: rows go through the writers, as everyone's do.
 *
 * @module
 */
export {};
