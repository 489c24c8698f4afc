import { quoteIdentifier } from "../../base/sql/mod.ts";
import type { RunContext } from "./run.ts";
import { hasCapability, type Target } from "../author/target.ts";

/**
 * Pauses the policies of the hypertables that statements mention, so that a job does not take the
 * locks which DDL waits for. What was paused is recorded in the same transaction: where this process
 * dies, the next run restores it.
 */
export async function pauseJobs(
  context: RunContext,
  run: { readonly id: string; readonly statements: readonly string[]; readonly target: Target },
): Promise<number> {
  if (!hasCapability(run.target, "policy")) return 0;
  const { session, ledger } = context;
  const { rows } = await session.query<JobRow>(scheduledJobs);
  const jobs = rows.filter((row) => row.names.some((name) => mentions(run.statements, name)));
  if (jobs.length === 0) return 0;
  await session.query("begin");
  try {
    await session.query(
      `insert into ${pausedTable(ledger)} (job_id, migration) select unnest($1::integer[]), $2
       on conflict (job_id) do nothing`,
      [jobs.map((job) => job.id), run.id],
    );
    await session.query(
      "select alter_job(id, scheduled => false) from unnest($1::integer[]) as id",
      [
        jobs.map((job) => job.id),
      ],
    );
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => {});
    throw error;
  }
  return jobs.length;
}

/** Restores every policy that a run of this ledger paused, those of a run that died included. */
export async function restoreJobs(
  context: Pick<RunContext, "session" | "ledger">,
  target: Target,
): Promise<void> {
  if (!hasCapability(target, "policy")) return;
  const { session, ledger } = context;
  await session.query(
    `with restored as (delete from ${pausedTable(ledger)} returning job_id)
     select alter_job(j.job_id, scheduled => true)
     from restored join timescaledb_information.jobs j using (job_id)`,
  );
}

/** Counts the policies that a run paused and has not restored. */
export async function countPausedJobs(
  context: Pick<RunContext, "session" | "ledger">,
): Promise<number> {
  const { rows } = await context.session.query<{ count: number }>(
    `select count(*)::int as count from ${pausedTable(context.ledger)}`,
  );
  return rows[0]?.count ?? 0;
}

/** Answers whether one of the statements has a name as a word of it. */
export function mentions(statements: readonly string[], name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "i");
  return statements.some((statement) => pattern.test(statement));
}

interface JobRow {
  readonly id: number;
  readonly names: readonly string[];
}

// A continuous aggregate's jobs carry the name of the table behind it, from 2.19 on its own: all of
// its names count, and that of the table it is made from.
const scheduledJobs = `
  select j.job_id as id,
    array_remove(array[j.hypertable_name::text, c.view_name::text, c.hypertable_name::text], null) as names
  from timescaledb_information.jobs j
  left join timescaledb_information.continuous_aggregates c
    on (j.hypertable_schema, j.hypertable_name) in (
      (c.materialization_hypertable_schema, c.materialization_hypertable_name),
      (c.view_schema, c.view_name)
    )
  where j.scheduled and j.hypertable_name is not null`;

function pausedTable(ledger: string): string {
  return quoteIdentifier(ledger, "paused_jobs");
}
