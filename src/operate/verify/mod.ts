/**
 * Checks of the services, each with its own client and a real round trip.
 * Called by `deno task verify` and `start`.
 * Never leaves test data behind.
 *
 * @module
 */
export { absentServices } from "./absent_services.ts";
export { ADVICE_LIMITS, finding, FINDING_CODES } from "./advice/mod.ts";
export type { AdviceLimits, Finding, FindingCode, Severity } from "./advice/mod.ts";
export type { AdvisedCheck, Check, CheckStatus, FailureCause } from "./check.ts";
export { junitReport } from "./junit.ts";
export { reportLines } from "./report_lines.ts";
export { exitCodeOf, verify } from "./verify.ts";
export type {
  FailOn,
  SchemaDifference,
  SchemaReport,
  VerifyOptions,
  VerifyReport,
} from "./verify.ts";
export { verifySchema } from "./verify_schema.ts";
export type { VerifySchemaOptions } from "./verify_schema.ts";
export { adviseOnServices, verifyServices } from "./verify_services.ts";
export type { VerifyServicesOptions } from "./verify_services.ts";
