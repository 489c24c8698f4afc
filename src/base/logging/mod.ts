/**
 * Logging: the categories of this package, and the one function that hides secrets.
 *
 * @module
 */
export { logger } from "./logger.ts";
export { createRedactor, redact, type Redactor } from "./redact.ts";
