import type { RelationName } from "../author/effect.ts";
import type { JobField } from "./job_model.ts";

/** A change that plain SQL makes to jobs. */
export type JobEffect =
  /** `alter_job` identifies the job by a number or a query, so its relation is unknown. */
  | { readonly kind: "alterJob"; readonly fields: readonly JobField[] }
  | {
    readonly kind: "reorderPolicy";
    readonly relation: RelationName;
    /** Null if the policy is removed. */
    readonly index: string | null;
  };

/**
 * Finds the fields of jobs that a statement changes, and the reorder policies that it adds and
 * removes.
 *
 * @param head The statement on one line, in lower case outside quotes.
 */
export function jobEffects(
  head: string,
  readRelation: (text: string) => RelationName,
): readonly JobEffect[] {
  const calls = /\balter_job ?\(/i.test(head)
    ? [{ kind: "alterJob", fields: alteredFields(head) } as const]
    : [];
  return [
    ...calls,
    ...[...head.matchAll(reorderPattern)].map(([, verb, table = "", index]) => ({
      kind: "reorderPolicy" as const,
      relation: readRelation(table),
      index: verb?.toLowerCase() === "add" ? index ?? "" : null,
    })),
  ];
}

const reorderPattern =
  /\b(add|remove)_reorder_policy ?\( ?(?:hypertable ?=> ?)?'([^']+)'(?:::regclass)?(?: ?, ?(?:index_name ?=> ?)?'([^']+)')?/gi;

const argumentFields: ReadonlyMap<string, JobField> = new Map([
  ["schedule_interval", "interval"],
  ["max_runtime", "max runtime"],
  ["max_retries", "max retries"],
  ["retry_period", "retry period"],
  ["scheduled", "schedule"],
  ["config", "config"],
  ["config_merge", "config"],
  ["next_start", "next start"],
  ["fixed_schedule", "start"],
  ["initial_start", "start"],
  ["timezone", "start"],
]);

/** Returns the fields that a call names, or all fields for positional arguments. */
function alteredFields(head: string): readonly JobField[] {
  const named = [...head.matchAll(/\b([a-z_]+) ?=>/gi)].flatMap(([, name = ""]) =>
    argumentFields.get(name.toLowerCase()) ?? []
  );
  return named.length > 0 ? named : [...new Set(argumentFields.values())];
}
