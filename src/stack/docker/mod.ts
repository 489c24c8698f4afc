/**
 * The backend that runs the services in containers, from `docker-compose.yml`.
 *
 * @module
 */
export { dockerBackend } from "./backend.ts";
export { ensureBucket, type EnsureBucketOptions } from "./bucket.ts";
