/**
 * What must be on the disk, not only in the system's memory, and a disk that is full.
 * Called by whatever writes files: export, backup and archive.
 * Never reads a file.
 *
 * @module
 */
export { isDiskFull } from "./is_disk_full.ts";
export { syncFolder } from "./sync_folder.ts";
