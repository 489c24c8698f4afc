/**
 * Logging: the categories of this package, and the one function that hides secrets.
 * Called by every room that logs.
 * Never configures logging: the application does.
 *
 * @module
 */
export { logger } from "./logger.ts";
export { isSecretName } from "./_secret_places.ts";
export { createRedactor, redact, type RedactOptions, type Redactor } from "./redact.ts";
