/**
 * Requests to the S3 server of the settings, signed and repeated where it is busy.
 * Called by what keeps raw answers, what exports and what backs up.
 * Never shows a key, nor opens anything before the first request.
 *
 * @module
 */
export { type Bucket, type BucketOptions, openBucket } from "./bucket.ts";
export { copyObject } from "./copy_object.ts";
export { listObjects } from "./list_objects.ts";
export { objectSink } from "./object_sink.ts";
export type { Sink } from "./sink.ts";
export { readObject } from "./read_object.ts";
export { withdrawUploads } from "./withdraw_uploads.ts";
