/** Names a job for people: `retention policy of ohlcv`, or `job 1005 (backup)`. */
export function jobName(
  { id, procedure, relation }: {
    readonly id: number;
    readonly procedure: string;
    readonly relation: string | null;
  },
): string {
  const kind = policyKind(procedure);
  const of = relation === null ? "" : ` of ${relation}`;
  return kind === null ? `job ${id} (${procedure}${of})` : `${kind} policy${of}`;
}

/** What a policy does. */
export type PolicyKind = "compression" | "retention" | "refresh" | "reorder";

/** Tells by its procedure what a job's policy does; null for a job that is no policy. */
export function policyKind(procedure: string): PolicyKind | null {
  return policies.get(procedure) ?? null;
}

const policies: ReadonlyMap<string, PolicyKind> = new Map([
  ["policy_compression", "compression"],
  ["policy_retention", "retention"],
  ["policy_refresh_continuous_aggregate", "refresh"],
  ["policy_reorder", "reorder"],
]);

/**
 * Tells whether an error is the one that some releases of PostgreSQL record for every job, though
 * it did its work.
 */
export function isFalseAlarm(message: string | null): boolean {
  return message !== null && falseAlarmPattern.test(message);
}

const falseAlarmPattern = /^cannot drop portal "[^"]*" while it is being set up$/;
