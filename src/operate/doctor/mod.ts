/**
 * What is on this machine, which backend `up` would take and why, and what stands in its way.
 * Called by `deno task doctor`.
 * Never changes anything but the report that it is asked for, and never shows a secret.
 *
 * @module
 */
export { diagnose, type Diagnosis } from "./diagnose.ts";
export { examine, type ExamineOptions } from "./examine.ts";
export type { DoctorFinding, DoctorSection, FindingStatus } from "./finding.ts";
export { diagnosisLines } from "./report_lines.ts";
export { reportName, reportText, writeReport } from "./write_report.ts";
