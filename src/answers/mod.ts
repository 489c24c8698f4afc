/**
 * Answers in every tool: what was known when, as columns, files, pages and pictures.
 * Called by the tasks that export, serve and show.
 * Never loaded by the package's entry: formats and pictures are heavy.
 *
 * @module
 */
export {};
