import { getTableName, sql } from "drizzle-orm";
import { quoteIdentifier } from "../../../base/sql/mod.ts";
import { ConfigError } from "../../../base/errors.ts";
import type { VintageTable } from "../../../ingest/mod.ts";
import { type DrizzleTarget, run, runOne } from "../../../ingest/stage/write_target.ts";
import { fiscalData, flowData } from "../../../schema/mod.ts";
import type { StoredVintage } from "./change_message.ts";

/** What was stored after one instant, up to and including another. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/**
 * Finds the instant up to which nothing more will be stored: a row has the time at which its
 * transaction began, so what a transaction stores that still runs would come before what others
 * have committed.
 *
 * @throws {ConfigError} If this user may not see when other users' transactions began.
 */
export async function settledUntil(tx: DrizzleTarget): Promise<string> {
  const { until, hidden } = await runOne<{ until: string; hidden: string | null }>(
    tx,
    // A second, because a transaction's beginning is seen by others a little after it.
    sql`select ${
      instant("least(min(xact_start) - interval '1 microsecond', now() - interval '1 second')")
    }
        as until,
      min(usename) filter (where usename <> current_user
        and not pg_has_role(current_user, 'pg_read_all_stats', 'usage')) as hidden
      from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );
  if (hidden === null) return until;
  throw new ConfigError(
    `Cannot publish changes: this user may not see since when transactions of "${hidden}" run, ` +
      "grant it pg_read_all_stats",
  );
}

/** The series of which something was stored in a window. */
export async function changedSeries(
  tx: DrizzleTarget,
  table: VintageTable,
  { from, to }: Window,
): Promise<readonly number[]> {
  const rows = await run<{ series: number }>(
    tx,
    sql`select distinct series_id as series from ${relation(table)}
      where ingested_at > ${from}::timestamptz and ingested_at <= ${to}::timestamptz
      order by series`,
  );
  return rows.map(({ series }) => series);
}

/** The vintages of a series that were stored in a window, in the order in which they were. */
export async function storedVintages(
  tx: DrizzleTarget,
  table: VintageTable,
  { series, from, to }: Window & { readonly series: number },
): Promise<readonly StoredVintage[]> {
  const kind = kindOf(table);
  const key = sql.raw(kind === undefined ? "observation_date" : `observation_date, ${kind}`);
  return await run<StoredVintage>(
    tx,
    sql`select series_id as series, observation_date::text as day,
        ${sql.raw(kind ?? "null::text")} as kind, revision_number as revision, value,
        ${instant("release_time")} as released, ${instant("ingested_at")} as stored,
        vintage_kind as "vintageKind", value_before as "valueBefore",
        ${instant("released_before")} as "releasedBefore",
        released_before is not null as "hadBefore", is_latest as "isLatest"
      from (
        select t.*, lag(value) over releases as value_before,
          lag(release_time) over releases as released_before,
          lead(release_time) over releases is null as is_latest
        from ${relation(table)} t
        where series_id = ${series} and ingested_at <= ${to}::timestamptz
          and observation_date in (
            select observation_date from ${relation(table)}
            where series_id = ${series} and ingested_at > ${from}::timestamptz
              and ingested_at <= ${to}::timestamptz
          )
        window releases as (partition by ${key} order by release_time, revision_number)
      ) known
      where ingested_at > ${from}::timestamptz
      order by ingested_at, observation_date, release_time, revision_number`,
  );
}

function kindOf(table: VintageTable): string | undefined {
  if (table === flowData) return "flow_type";
  return table === fiscalData ? "fiscal_metric" : undefined;
}

function relation(table: VintageTable) {
  return sql.raw(quoteIdentifier(getTableName(table)));
}

/** An instant as text in UTC with microseconds, whatever the session's zone is. */
function instant(expression: string) {
  return sql.raw(
    `to_char((${expression}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  );
}
