/**
 * The leak auditor: a model runs again on another future, and must give the same answer.
 * Called by tests of research code.
 * Never commits, whatever the model does.
 *
 * @module
 */
export { assertNoLookAhead } from "./assert_no_look_ahead.ts";
export { auditLookAhead } from "./audit_look_ahead.ts";
export type { AuditLookAheadOptions, Model } from "./audit_options.ts";
export { LookAheadError } from "./look_ahead_error.ts";
export type { DifferingRead, LookAheadFinding, LookAheadReport } from "./report.ts";
