import { aggregateFamilies } from "./aggregate_families.ts";
import type { MetricFamily } from "./exposition.ts";
import { hypertableFamilies } from "./hypertable_families.ts";
import { jobFamilies } from "./job_families.ts";
import { type MetricsReading, parts } from "./read_metrics.ts";
import { seriesFamilies } from "./series_families.ts";

/** Tells what was read of a database in metrics. */
export function databaseFamilies(reading: MetricsReading): readonly MetricFamily[] {
  const { at, tookMs, observed, late = [], sources = [], connections = [] } = reading;
  return [
    {
      name: "strata_read_success",
      help: "1 if this part of the database was read, 0 if it could not be.",
      type: "gauge",
      samples: parts.map((part) => ({
        labels: { part },
        value: reading[part] === undefined ? 0 : 1,
      })),
    },
    {
      name: "strata_read_timestamp_seconds",
      help: "When the database was read.",
      type: "gauge",
      samples: [{ value: at.getTime() / 1_000 }],
    },
    {
      name: "strata_read_duration_seconds",
      help: "How long it took to read the database.",
      type: "gauge",
      samples: [{ value: tookMs / 1_000 }],
    },
    ...(observed === undefined ? [] : [
      ...jobFamilies(observed),
      ...hypertableFamilies(observed),
      ...aggregateFamilies(observed),
    ]),
    ...seriesFamilies({ at, late, sources }),
    {
      name: "strata_server_connections",
      help: "Connections of the server to this database, by their state.",
      type: "gauge",
      samples: connections.map(({ state, count }) => ({ labels: { state }, value: count })),
    },
  ];
}
