import type { RelationName } from "../author/effect.ts";
import type { JobField } from "./job_model.ts";

/** What plain SQL does to jobs. */
export type JobEffect =
  /** `alter_job` names the job by a number, or by a query: whose it is cannot be read. */
  | { readonly kind: "alterJob"; readonly fields: readonly JobField[] }
  | {
    readonly kind: "reorderPolicy";
    readonly relation: RelationName;
    /** Null where the policy is removed. */
    readonly index: string | null;
  };

/**
 * Reads which fields of jobs a statement changes, and which reorder policies it adds and removes.
 *
 * @param head The statement in one line, lower case outside of quotes.
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

/** Arguments without a name may be any. */
function alteredFields(head: string): readonly JobField[] {
  const named = [...head.matchAll(/\b([a-z_]+) ?=>/gi)].flatMap(([, name = ""]) =>
    argumentFields.get(name.toLowerCase()) ?? []
  );
  return named.length > 0 ? named : [...new Set(argumentFields.values())];
}
