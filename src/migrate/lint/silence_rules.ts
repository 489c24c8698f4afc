import type { LintRuleInfo } from "./rule.ts";

/** Rules for silences: each needs a reason and a finding. These rules cannot be silenced. */
export const silenceRules = {
  withoutReason: {
    code: "SL001",
    name: "silence-without-reason",
    severity: "error",
    reason:
      "Without a reason nobody can tell later whether the silence is still right. It has no effect.",
    remedy: "Add a reason: -- strata-lint: ignore PG008 because the table holds ten rows.",
  },
  unused: {
    code: "SL002",
    name: "unused-silence",
    severity: "warning",
    reason: "A silence without a finding would hide a later one.",
    remedy:
      "Remove it, or put it above its statement, not after the semicolon of the statement before.",
  },
  unreadable: {
    code: "SL003",
    name: "unreadable-silence",
    severity: "error",
    reason: "The comment is not valid, or there is no such rule. It has no effect.",
    remedy: "Write -- strata-lint: ignore CODE because REASON, with the code of a rule.",
  },
} as const satisfies Record<string, LintRuleInfo>;
