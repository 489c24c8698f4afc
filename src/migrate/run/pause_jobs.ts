import { type Queryable, quoteIdentifier } from "../../base/sql/mod.ts";
import { timescaleFunction } from "../../timescale/extension_schema.ts";
import type { RelationName } from "../author/effect.ts";
import { hasCapability, type Target } from "../author/target.ts";
import { inTransaction } from "./in_transaction.ts";
import { namedRelations } from "./named_relations.ts";
import type { RunContext } from "./run.ts";

/** A migration that is about to run. */
export interface PausedRun {
  /** The migration's id. */
  readonly id: string;
  /** Its statements. */
  readonly statements: readonly string[];
  /** The server. */
  readonly target: Target;
  /** False if its statements run one at a time. */
  readonly transaction: boolean;
}

/** The result of pausing. */
export interface PausedJobs {
  /** True if any job was paused. */
  readonly isAny: boolean;
  /**
   * True if the migration may change a job. Then the jobs are restored at the start of its
   * transaction: other sessions see them paused until it commits, and its own changes to jobs last.
   * Other migrations do not need this. TimescaleDB cannot start any job while a transaction that
   * changed one is open.
   */
  readonly isAboutJobs: boolean;
}

const none: PausedJobs = { isAny: false, isAboutJobs: false };

/**
 * Pauses the policies of the hypertables named in statements, so that no job takes locks that DDL
 * would wait for. The paused jobs are recorded in the same transaction; if this process dies, the
 * next run restores them. Jobs that the role may not alter keep running.
 */
export async function pauseJobs(context: RunContext, run: PausedRun): Promise<PausedJobs> {
  if (!hasCapability(run.target, "policy")) return none;
  const { session, ledger } = context;
  const { rows: [path] } = await session.query<{ schemas: readonly string[] }>(
    "select pg_catalog.current_schemas(false)::text[] as schemas",
  );
  const named = namedRelations(run.statements, path?.schemas ?? []);
  const isAboutJobs = await mayChangeJobs(session, named.words);
  if (!run.transaction && isAboutJobs) return none;
  const { rows } = await session.query<JobRow>(scheduledJobs);
  const jobs = rows.filter((row) => row.relations.some((relation) => named.mean(relation)))
    .map((row) => row.id);
  if (jobs.length === 0) return none;
  await inTransaction(session, async () => {
    await session.query(
      `insert into ${pausedTable(ledger)} (job_id, migration) select unnest($1::integer[]), $2
       on conflict (job_id) do nothing`,
      [jobs, run.id],
    );
    await session.query(
      `select ${timescaleFunction("alter_job", run.target)}(id, scheduled => false)
       from unnest($1::integer[]) as id`,
      [jobs],
    );
  });
  return { isAny: true, isAboutJobs };
}

/** Restores all policies that runs with this ledger have paused, including runs that died. */
export async function restoreJobs(
  context: Pick<RunContext, "session" | "ledger">,
  target: Target,
): Promise<void> {
  if (!hasCapability(target, "policy")) return;
  const { session, ledger } = context;
  await session.query(
    `with restored as (delete from ${pausedTable(ledger)} returning job_id)
     select ${timescaleFunction("alter_job", target)}(j.job_id, scheduled => true)
     from restored join timescaledb_information.jobs j using (job_id)`,
  );
}

/** Counts the paused policies that are not yet restored. */
export async function countPausedJobs(
  context: Pick<RunContext, "session" | "ledger">,
): Promise<number> {
  const table = pausedTable(context.ledger);
  // A run that died while it made the ledger may have left it without this table.
  const { rows: found } = await context.session.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [table],
  );
  if (found[0]?.found !== true) return 0;
  const { rows } = await context.session.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  );
  return rows[0]?.count ?? 0;
}

/** Tells whether words of statements may change a job, or call a function that does. */
async function mayChangeJobs(client: Queryable, words: readonly string[]): Promise<boolean> {
  if (words.some((word) => ["alter_job", "delete_job", "bgw_job"].includes(word))) return true;
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (
       select from pg_catalog.pg_proc
       where proname = any($1::text[]) and pronamespace <> 'pg_catalog'::regnamespace
         and prosrc ~ '\\m(alter_job|delete_job|bgw_job)\\M') as found`,
    [words],
  );
  return rows[0]?.found === true;
}

interface JobRow {
  readonly id: number;
  readonly relations: readonly RelationName[];
}

// The jobs of a continuous aggregate have the name of its materialization table, and since 2.19
// that of the view. So this selects both names, and that of the source table.
const scheduledJobs = `
  select j.job_id as id,
    jsonb_path_query_array(jsonb_build_array(
      jsonb_build_object('schema', j.hypertable_schema, 'name', j.hypertable_name),
      jsonb_build_object('schema', c.view_schema, 'name', c.view_name),
      jsonb_build_object('schema', c.hypertable_schema, 'name', c.hypertable_name)
    ), '$[*] ? (@.name != null)') as relations
  from timescaledb_information.jobs j
  left join timescaledb_information.continuous_aggregates c
    on (j.hypertable_schema, j.hypertable_name) in (
      (c.materialization_hypertable_schema, c.materialization_hypertable_name),
      (c.view_schema, c.view_name)
    )
  where j.scheduled and j.hypertable_name is not null
    and pg_has_role(j.owner, 'usage')`;

function pausedTable(ledger: string): string {
  return quoteIdentifier(ledger, "paused_jobs");
}
