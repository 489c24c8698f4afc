/**
 * What must be on the disk, not only in the system's memory.
 * Called by whatever removes another copy afterwards: backup and archive.
 * Never reads a file.
 *
 * @module
 */
export { syncFolder } from "./sync_folder.ts";
