/**
 * Requests to the S3 server of the settings, signed and repeated where it is busy.
 * Called by what keeps raw answers and what exports.
 * Never shows a key, nor opens anything before the first request.
 *
 * @module
 */
export { type Bucket, type BucketOptions, openBucket } from "./bucket.ts";
