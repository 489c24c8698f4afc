/**
 * Raw answers of sources, kept in an S3 bucket, and fetches that are repeated from them.
 * Called by the fetches and the task.
 * Never stores a key.
 *
 * @module
 */
export {
  type RawArchive,
  rawArchive,
  type RecordedRun,
  type RunRecord,
  type RunStart,
} from "./raw_archive.ts";
export { type ObjectStore, s3Store } from "./object_store.ts";
