import type { JournalEntry } from "../faults/journal.ts";
import { openClient } from "../support/mod.ts";
import type { Place } from "./place.ts";
import {
  barEntry,
  BARS,
  barTimes,
  seriesDays,
  type SoakWindow,
  storedBar,
  storedVintage,
  vintageEntry,
  VINTAGES,
} from "./soak_window.ts";

/** Reads every row of a window, past the proxy and the pool. */
export async function storedRows({ url }: Place, window: SoakWindow): Promise<JournalEntry[]> {
  const client = await openClient(url);
  try {
    const bars = await client.query(
      `select instrument_id as "instrumentId", close,
          (extract(epoch from "timestamp") * 1000)::float8 as "epochMs"
        from market_data where "timestamp" >= $1 and "timestamp" < $2`,
      barTimes(window).map((time) => time.toISOString()),
    );
    const vintages = await client.query(
      `select series_id as "seriesId", value, observation_date - date '1970-01-01' as day,
          (extract(epoch from release_time) * 1000)::float8 as "releaseMs"
        from macro_series s
        where observation_date between $1 and $2
          and series_id in (select id from series_metadata where source_id = 1)`,
      [...seriesDays(window)],
    );
    return [
      ...bars.rows.map((row) => storedBar(window, row)),
      ...vintages.rows.map((row) => storedVintage(window, row)),
    ];
  } finally {
    await client.end();
  }
}

/** Lists what a whole window lacks or has too much; it is empty if every row is there once. */
export function differences(window: SoakWindow, stored: readonly JournalEntry[]): string[] {
  const wanted = new Map(
    [
      ...Array.from({ length: BARS }, (_, n) => barEntry(window, n)),
      ...Array.from({ length: VINTAGES }, (_, n) => vintageEntry(window, n)),
    ].map(({ key, value }) => [key, value]),
  );
  const found = new Map(stored.map(({ key, value }) => [key, value]));
  const wrong = [...wanted].filter(([key, value]) => found.get(key) !== value)
    .map(([key, value]) => `${key} is ${found.get(key) ?? "gone"}, not ${value}`);
  const extra = stored.length - wanted.size + (wanted.size - [...wanted.keys()]
    .filter((key) => found.has(key)).length);
  return [
    ...(wrong.length > 0 ? [`${wrong.length} rows: ${wrong.slice(0, 5).join(", ")}`] : []),
    ...(extra > 0 ? [`${extra} rows more than were sent`] : []),
  ];
}
