/**
 * What a database holds: rows and their hashes, hypertables, chunks, jobs, migrations.
 * Called by backup before the dump and by restore after it.
 * Never changes anything.
 *
 * @module
 */
export { compareContents, type Contents, contentsShape } from "./contents.ts";
export { readContents, type ReadContentsOptions } from "./read_contents.ts";
