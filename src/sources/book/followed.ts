import { sql } from "drizzle-orm";
import {
  drizzleOf,
  type DrizzleTarget,
  run,
  type WriteTarget,
} from "../../ingest/stage/write_target.ts";

/** What is followed, as the bookkeeping has it. */
export interface Followed {
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's code of the series, curve or symbol. */
  readonly code: string;
  /** The id in `series_metadata`; null for curves and candles. */
  readonly seriesId: number | null;
  /** What the user set for its fetches. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the source said of it that its fetches need. */
  readonly facts: Readonly<Record<string, string>>;
  /** Where the last stored page ended. */
  readonly cursor: string | null;
  /** The validators of the answers stored last, by URL. */
  readonly validators: Readonly<Record<string, string>>;
  /** When its last fetch began. */
  readonly triedAt: Date | null;
  /** When its last complete fetch ended. */
  readonly succeededAt: Date | null;
  /** Why its last fetch failed; null if it did not. */
  readonly error: string | null;
  /** Its newest release time that was fetched. */
  readonly newestRelease: Date | null;
  /** Its newest observation that was fetched. */
  readonly newestObservation: string | null;
}

/** The key of what is followed. */
export interface FollowedKey {
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's code of the series, curve or symbol. */
  readonly code: string;
}

/** Lists what is followed, by source and code. */
export async function listFollowed(target: WriteTarget): Promise<readonly Followed[]> {
  return await select(drizzleOf(target), sql`true`);
}

/** Finds one that is followed. */
export async function findFollowed(
  target: WriteTarget,
  { source, code }: FollowedKey,
): Promise<Followed | undefined> {
  const [row] = await select(drizzleOf(target), sql`source = ${source} and code = ${code}`);
  return row;
}

/** Follows a series; of one that is followed already, it changes the facts and adds the settings. */
export async function follow(
  tx: DrizzleTarget,
  { source, code, seriesId, settings, facts }: FollowedKey & {
    readonly seriesId: number | undefined;
    readonly settings: Readonly<Record<string, string>>;
    readonly facts: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into strata_ingest.followed_series as f (source, code, series_id, settings, facts)
      values (${source}, ${code}, ${seriesId ?? null}, ${JSON.stringify(settings)}::jsonb,
        ${JSON.stringify(facts)}::jsonb)
      on conflict (source, code) do update set
        series_id = excluded.series_id, settings = f.settings || excluded.settings,
        facts = excluded.facts`,
  );
}

/** Stops following; what was stored stays. Tells whether it was followed. */
export async function forget(
  target: WriteTarget,
  { source, code }: FollowedKey,
): Promise<boolean> {
  const gone = await run(
    drizzleOf(target),
    sql`delete from strata_ingest.followed_series
      where source = ${source} and code = ${code} returning code`,
  );
  return gone.length > 0;
}

/**
 * Moves the cursor in the transaction that stores its page. Returns false if another fetch has moved
 * it meanwhile.
 */
export async function moveCursor(
  tx: DrizzleTarget,
  { source, code }: FollowedKey,
  { from, to, newestRelease, newestObservation }: {
    readonly from: string | undefined;
    readonly to: string | undefined;
    readonly newestRelease: Date | undefined;
    readonly newestObservation: string | undefined;
  },
): Promise<boolean> {
  const moved = await run(
    tx,
    sql`update strata_ingest.followed_series set cursor = ${to ?? null},
        newest_release = greatest(newest_release, ${newestRelease ?? null}::timestamptz),
        newest_observation = greatest(newest_observation, ${newestObservation ?? null}::date)
      where source = ${source} and code = ${code} and cursor is not distinct from ${from ?? null}
      returning code`,
  );
  return moved.length > 0;
}

/** Notes that a fetch begins. */
export async function noteTry(target: WriteTarget, { source, code }: FollowedKey): Promise<void> {
  await run(
    drizzleOf(target),
    sql`update strata_ingest.followed_series set tried_at = clock_timestamp()
      where source = ${source} and code = ${code}`,
  );
}

/** Notes how a fetch ended: with the validators of what it stored, or with an error. */
export async function noteEnd(
  target: WriteTarget,
  { source, code }: FollowedKey,
  end: { readonly validators: ReadonlyMap<string, string> } | { readonly error: string },
): Promise<void> {
  const change = "error" in end
    ? sql`error = ${end.error}`
    : sql`error = null, succeeded_at = clock_timestamp(),
        validators = ${JSON.stringify(Object.fromEntries(end.validators))}::jsonb`;
  await run(
    drizzleOf(target),
    sql`update strata_ingest.followed_series set ${change}
      where source = ${source} and code = ${code}`,
  );
}

type Row = Omit<Followed, "triedAt" | "succeededAt" | "newestRelease"> & {
  readonly triedAt: string | null;
  readonly succeededAt: string | null;
  readonly newestRelease: string | null;
};

async function select(tx: DrizzleTarget, condition: ReturnType<typeof sql>): Promise<Followed[]> {
  const rows = await run<Row>(
    tx,
    sql`select source, code, series_id as "seriesId", settings, facts, cursor, validators, error,
        ${isoOf("tried_at")} as "triedAt", ${isoOf("succeeded_at")} as "succeededAt",
        ${isoOf("newest_release")} as "newestRelease",
        newest_observation::text as "newestObservation"
      from strata_ingest.followed_series where ${condition} order by source, code`,
  );
  return rows.map((row) => ({
    ...row,
    triedAt: dateOf(row.triedAt),
    succeededAt: dateOf(row.succeededAt),
    newestRelease: dateOf(row.newestRelease),
  }));
}

// A driver may be set to give instants as texts or as dates: this text is read alike by each.
function isoOf(column: string): ReturnType<typeof sql> {
  return sql`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
