import { sql } from "drizzle-orm";
import { drizzleOf, runOne, type WriteTarget } from "../../ingest/stage/write_target.ts";
import { type RequestLimiter, spacingMs } from "./limiter.ts";

/** A limiter that every process with the same database shares; the server's clock decides. */
export function databaseLimiter(target: WriteTarget): RequestLimiter {
  const drizzle = drizzleOf(target);
  return {
    async reserve(source, ratePerMinute) {
      const spacing = sql`${spacingMs(ratePerMinute)} * interval '1 millisecond'`;
      // The row's lock makes concurrent processes take one slot after the other.
      const { wait, recent } = await runOne<{ wait: number; recent: number }>(
        drizzle,
        sql`insert into strata_ingest.request_slots as s (source, next_at, taken)
          values (${source}, clock_timestamp() + ${spacing}, array[clock_timestamp()])
          on conflict (source) do update set
            next_at = greatest(s.next_at, clock_timestamp()) + ${spacing},
            taken = array(
              select t from unnest(s.taken) t
              where t > greatest(s.next_at, clock_timestamp()) - interval '1 minute'
            ) || greatest(s.next_at, clock_timestamp())
          returning cardinality(taken)::int as recent,
            greatest(0, extract(epoch from taken[cardinality(taken)] - clock_timestamp()) * 1000)
              ::float8 as wait`,
      );
      return { waitMs: Math.ceil(wait), left: Math.max(0, ratePerMinute - recent) };
    },
    async pause(source, pauseMs) {
      await drizzle.execute(
        sql`insert into strata_ingest.request_slots as s (source, next_at)
          values (${source}, clock_timestamp() + ${pauseMs} * interval '1 millisecond')
          on conflict (source) do update set next_at = greatest(s.next_at, excluded.next_at)`,
      );
    },
  };
}
