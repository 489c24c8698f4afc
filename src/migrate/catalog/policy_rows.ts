import type { RelationName } from "../author/effect.ts";
import type { JobModel } from "./job_model.ts";
import type { PolicyModel, ReorderModel } from "./timescale_model.ts";

/** A job in the information views. */
export interface JobRow extends Omit<JobModel, "extras"> {
  readonly schema: string | null;
  readonly name: string | null;
  readonly procedure: string;
  readonly every: string;
  readonly config: Readonly<Record<string, unknown>> | null;
}

/** Returns the policies of a relation. */
export function policiesOf(
  relation: RelationName,
  jobs: readonly JobRow[],
): readonly PolicyModel[] {
  return jobs.flatMap((row): PolicyModel[] => {
    if (!isOf(row, relation)) return [];
    const job = jobModel(row);
    const { every } = row;
    const setting = (key: string): string | null => {
      const value = row.config?.[key];
      return value === undefined || value === null ? null : String(value);
    };
    // Switch on the procedure, since job names changed in 2.20.
    switch (row.procedure) {
      case "policy_compression": {
        const after = setting("compress_after") ?? `created ${setting("compress_created_before")}`;
        return [{ kind: "compression policy", after, every, job }];
      }
      case "policy_retention": {
        const after = setting("drop_after") ?? `created ${setting("drop_created_before")}`;
        return [{ kind: "retention policy", after, every, job }];
      }
      case "policy_refresh_continuous_aggregate":
        return [{
          kind: "refresh policy",
          // What is archived holds the start back, and keeps the declared one beside it.
          startOffset: row.config !== null && HELD_START in row.config
            ? setting(HELD_START)
            : setting("start_offset"),
          endOffset: setting("end_offset"),
          every,
          job,
        }];
      default:
        return [];
    }
  });
}

/** Returns the reorder policy of a hypertable, or null. */
export function reorderOf(relation: RelationName, jobs: readonly JobRow[]): ReorderModel | null {
  const row = jobs.find((row) => row.procedure === "policy_reorder" && isOf(row, relation));
  if (row === undefined) return null;
  return { index: String(row.config?.index_name), every: row.every, job: jobModel(row) };
}

function jobModel(row: JobRow): JobModel {
  const { id, scheduled, every, maxRuntime, maxRetries, retryPeriod, fixedStart, postponedTo } =
    row;
  const extras = Object.entries(row.config ?? {}).filter(([key]) => !ownKeys.has(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .sort();
  return {
    ...{ id, scheduled, every, maxRuntime, maxRetries, retryPeriod, fixedStart, postponedTo },
    extras,
  };
}

/** The declared start of a refresh policy that begins later, behind rows that are archived. */
const HELD_START = "held_start_offset";

/** The configuration entries of a job that belong to the policy. */
const ownKeys: ReadonlySet<string> = new Set([
  ...["hypertable_id", "mat_hypertable_id", "start_offset", "end_offset", "index_name", HELD_START],
  ...["compress_after", "compress_created_before", "drop_after", "drop_created_before"],
]);

function isOf(row: JobRow, relation: RelationName): boolean {
  return row.schema === relation.schema && row.name === relation.name;
}
