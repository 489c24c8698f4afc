/**
 * What Prometheus asks for: jobs, chunks, aggregates, lateness of series, connections and requests.
 * Called by serve and the dashboard.
 * Never reads the database more often than every few seconds, however many ask.
 *
 * @module
 */
export { createMetricsPage } from "./metrics_page.ts";
export type { MetricsPage, MetricsPageOptions, MetricsPool } from "./metrics_page.ts";
export {
  EXPOSITION_TYPE,
  type MetricFamily,
  type MetricSample,
  renderExposition,
} from "./exposition.ts";
export { type MetricsReading, readMetrics } from "./read_metrics.ts";
export { databaseFamilies } from "./database_families.ts";
