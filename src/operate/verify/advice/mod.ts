/**
 * Advice on services that answer: a code, a severity, a sentence and a remedy that can be pasted.
 * Called by the checks of verify.
 * Never writes to a service, and never fails a check: what cannot be read is said.
 *
 * @module
 */
export { adviceLines } from "./advice_lines.ts";
export type { CodeFacts, Severity } from "./code_facts.ts";
export { FINDING_CODES } from "./codes.ts";
export type { FindingCode } from "./codes.ts";
export { finding } from "./finding.ts";
export type { Finding } from "./finding.ts";
export { ADVICE_LIMITS } from "./limits.ts";
export type { AdviceLimits } from "./limits.ts";
