import type { Finding } from "./finding.ts";
import type { LintRuleInfo } from "./rule.ts";
import { type Found, found } from "./run_rules.ts";
import { migrationSilences, type Silence, statementSilences } from "./silence.ts";
import { silenceRules } from "./silence_rules.ts";
import type { MigrationView } from "./view.ts";

/**
 * Silences findings by the comments and the `lintIgnore` of a migration, and checks these silences.
 */
export function applySilences(
  view: MigrationView,
  findings: readonly Found[],
  codes: ReadonlySet<string>,
): readonly Finding[] {
  const read = [...view.up, ...view.down ?? []].map(statementSilences);
  const silences = [
    ...read.flatMap((each) => each.silences),
    ...migrationSilences(view.migration),
  ];
  const judged = silences.flatMap((silence) => {
    const fault = silenceFault(silence, findings, codes);
    if (fault === null) return [];
    return [found(fault.rule, fault, { view, statement: silence.statement })];
  });
  const unreadable = read.flatMap((each) => each.unreadable).map(({ comment, statement }) =>
    found(silenceRules.unreadable, { reason: `it cannot be read: ${comment}` }, { view, statement })
  );
  return [
    ...findings.map((each): Finding => ({
      ...each.finding,
      silenced: silences.find((silence) => silence.reason !== null && concerns(silence, each))
        ?.reason ?? null,
    })),
    ...[...judged, ...unreadable].map((each) => each.finding),
  ];
}

function concerns(silence: Silence, { finding, statement }: Found): boolean {
  return silence.code === finding.code &&
    (silence.statement === null || silence.statement === statement);
}

function silenceFault(
  silence: Silence,
  findings: readonly Found[],
  codes: ReadonlySet<string>,
): { readonly rule: LintRuleInfo; readonly reason: string } | null {
  const { code, reason } = silence;
  if (!codes.has(code)) {
    return { rule: silenceRules.unreadable, reason: `there is no rule ${code}` };
  }
  if (reason === null) {
    return { rule: silenceRules.withoutReason, reason: `${code} is silenced without a reason` };
  }
  if (findings.some((each) => concerns(silence, each))) return null;
  return { rule: silenceRules.unused, reason: `${code} finds nothing here` };
}
