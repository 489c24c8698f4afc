import type { LintRuleInfo } from "./rule.ts";

/** Silences are kept honest: each has a reason, and is of use. They cannot be silenced themselves. */
export const silenceRules = {
  withoutReason: {
    code: "SL001",
    name: "silence-without-reason",
    severity: "error",
    reason: "Who reads it later cannot tell whether the silence still holds; it silences nothing.",
    remedy: "Write why: -- strata-lint: ignore PG008 because the table holds ten rows.",
  },
  unused: {
    code: "SL002",
    name: "unused-silence",
    severity: "warning",
    reason: "A silence without a finding hides the next one.",
    remedy: "Remove it; or put it above the statement it is for, not behind the semicolon before.",
  },
  unreadable: {
    code: "SL003",
    name: "unreadable-silence",
    severity: "error",
    reason: "The comment or the code is none that lint knows, and silences nothing.",
    remedy: "Write -- strata-lint: ignore CODE because REASON, with the code of a rule.",
  },
} as const satisfies Record<string, LintRuleInfo>;
