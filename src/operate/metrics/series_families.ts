import type { LateRelease } from "../../point_in_time/mod.ts";
import type { MetricFamily } from "./exposition.ts";
import type { SourceReading } from "./read_metrics.ts";

/** What is known of series and their sources. */
export interface SeriesFacts {
  readonly at: Date;
  readonly late: readonly LateRelease[];
  readonly sources: readonly SourceReading[];
}

/** Tells which series are late, and what the fetches of their sources have come to. */
export function seriesFamilies({ at, late, sources }: SeriesFacts): readonly MetricFamily[] {
  const now = at.getTime() / 1_000;
  const family = (
    name: string,
    help: string,
    value: (source: SourceReading) => number | null,
  ): MetricFamily => ({
    name: `strata_source_${name}`,
    help,
    type: "gauge",
    samples: sources.flatMap((one) => {
      const told = value(one);
      return told === null ? [] : [{ labels: { source: one.source }, value: told }];
    }),
  });
  return [
    {
      name: "strata_series_late_seconds",
      help: "How long ago a release that has not come was expected; only series that are late.",
      type: "gauge",
      samples: late.map(({ source, code, expectedAt }) => ({
        labels: { source, series: code },
        value: now - expectedAt.getTime() / 1_000,
      })),
    },
    family(
      "late_series",
      "The series of a source that are late.",
      ({ source }) => late.filter((one) => one.source === source).length,
    ),
    family("followed_series", "The series of a source that are followed.", (one) => one.followed),
    family(
      "failing_series",
      "The series of a source whose last fetch failed.",
      (one) => one.failing,
    ),
    family(
      "last_success_timestamp_seconds",
      "When a fetch of a source last succeeded; absent if none did.",
      ({ succeededAt }) => succeededAt,
    ),
    family(
      "newest_release_age_seconds",
      "The age of the newest release of a source that was fetched; absent if there is none.",
      ({ newestRelease }) => newestRelease === null ? null : now - newestRelease,
    ),
  ];
}
