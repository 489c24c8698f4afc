import { redactUrl } from "../../base/settings/mod.ts";
import { sql } from "drizzle-orm";
import { dataSources, seriesMetadata } from "../../schema/mod.ts";
import { type DrizzleTarget, run, runOne } from "../../ingest/stage/write_target.ts";
import type { SeriesDescription, SourceFacts } from "../source.ts";

/** Stores what a source says of itself in `data_sources` and returns its id. */
export async function registerSource(tx: DrizzleTarget, source: SourceFacts): Promise<number> {
  const { title, authType, ratePerMinute, locale, notes = null } = source;
  const baseUrl = redactUrl(source.baseUrl);
  // What is there already is not locked: another fetch of the source would wait for this one's end.
  const [same] = await run<{ id: number }>(
    tx,
    sql`select id from ${dataSources} where name = ${title}
      and (base_url, auth_type, rate_limit_per_minute, default_locale, notes) is not distinct from
        (${baseUrl}::text, ${authType}::text, ${ratePerMinute}::int, ${locale}::text,
          coalesce(${notes}::text, notes))`,
  );
  if (same !== undefined) return same.id;
  const { id } = await runOne<{ id: number }>(
    tx,
    sql`insert into ${dataSources} as d
        (name, base_url, auth_type, rate_limit_per_minute, default_locale, notes)
      values (${title}, ${baseUrl}, ${authType}, ${ratePerMinute}, ${locale}, ${notes})
      on conflict (name) do update set
        base_url = excluded.base_url, auth_type = excluded.auth_type,
        rate_limit_per_minute = excluded.rate_limit_per_minute,
        default_locale = excluded.default_locale, notes = coalesce(excluded.notes, d.notes)
      returning id`,
  );
  return id;
}

/**
 * Stores what a source says of a series in `series_metadata` and returns its id and zone. Of a
 * series that is there already, country and zone stay: its vintages were dated by them.
 */
export async function registerSeries(
  tx: DrizzleTarget,
  code: string,
  { sourceId, description }: {
    readonly sourceId: number;
    readonly description: SeriesDescription;
  },
): Promise<number> {
  const { name, unit, frequency, country, releaseTimezone } = description;
  const { isRevisable = true, decimalSeparator = ".", dateFormat = "YYYY-MM-DD" } = description;
  const { id } = await runOne<{ id: number }>(
    tx,
    sql`insert into ${seriesMetadata}
        (source_id, series_code, name, unit, frequency, country, release_timezone, is_revisable,
          decimal_separator, date_format)
      values (${sourceId}, ${code}, ${name}, ${unit}, ${frequency}, ${country}, ${releaseTimezone},
        ${isRevisable}, ${decimalSeparator}, ${dateFormat})
      on conflict (source_id, series_code) do update set
        name = excluded.name, unit = excluded.unit, frequency = excluded.frequency
      returning id`,
  );
  return id;
}
