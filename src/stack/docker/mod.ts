/**
 * The backend that runs the services in containers, using `docker-compose.yml`.
 * Called by the stack.
 * Never touches a container of another project.
 *
 * @module
 */
export { dockerBackend } from "./backend.ts";
export { ensureBucket, type EnsureBucketOptions } from "./bucket.ts";
export { type ServicePort, servicePorts } from "./services.ts";
export { execInService, type ServiceShell } from "./exec_in_service.ts";
