/**
 * Where archives stand: folders, buckets of an S3 server.
 * Called by the archive.
 * Never shows a part of a file under its name.
 *
 * @module
 */
export { openArchivePlace, type OpenPlaceOptions } from "./open_place.ts";
export type { ArchivePlace, PlacedFile } from "./place.ts";
