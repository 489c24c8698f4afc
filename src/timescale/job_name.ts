/** Names a job for people: `retention policy of ohlcv`, or `job 1005 (backup)`. */
export function jobName(
  { id, procedure, relation }: {
    readonly id: number;
    readonly procedure: string;
    readonly relation: string | null;
  },
): string {
  const policy = policies.get(procedure);
  const of = relation === null ? "" : ` of ${relation}`;
  return policy === undefined ? `job ${id} (${procedure}${of})` : `${policy}${of}`;
}

const policies: ReadonlyMap<string, string> = new Map([
  ["policy_compression", "compression policy"],
  ["policy_retention", "retention policy"],
  ["policy_refresh_continuous_aggregate", "refresh policy"],
  ["policy_reorder", "reorder policy"],
]);

/**
 * Tells whether an error is the one that some releases of PostgreSQL record for every job, though
 * it did its work.
 */
export function isFalseAlarm(message: string | null): boolean {
  return message !== null && falseAlarmPattern.test(message);
}

const falseAlarmPattern = /^cannot drop portal "[^"]*" while it is being set up$/;
