import type { Counter, Gauge, Histogram, Meter, ObservableUpDownCounter } from "@opentelemetry/api";

/** The instruments of this package: those of the database conventions, and its own. */
export interface Instruments {
  /** How long statements take, in seconds. */
  readonly operationDuration: Histogram;
  /** How long a connection is waited for, in seconds. */
  readonly waitTime: Histogram;
  /** The waits for a connection that were given up. */
  readonly waitTimeouts: Counter;
  /** The connections of each pool, by state. */
  readonly connectionCount: ObservableUpDownCounter;
  /** The most connections that each pool opens. */
  readonly connectionMax: ObservableUpDownCounter;
  /** The callers that wait for a connection. */
  readonly pendingRequests: ObservableUpDownCounter;
  /** The batches that were written. */
  readonly batches: Counter;
  /** The rows that were given to a writer, by what became of them. */
  readonly rows: Counter;
  /** What was tried again. */
  readonly retries: Counter;
  /** How old the newest release of a source was when it was fetched, in seconds. */
  readonly fetchLag: Gauge;
  /** How many messages of each partition of a topic are not yet stored. */
  readonly streamLag: Gauge;
}

/** The bounds that the conventions give for durations of database operations. */
const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** Creates the instruments. */
export function createInstruments(meter: Meter): Instruments {
  const seconds = (name: string, description: string): Histogram =>
    meter.createHistogram(name, {
      description,
      unit: "s",
      advice: { explicitBucketBoundaries: SECONDS },
    });
  const connections = (name: string, unit: string, description: string): ObservableUpDownCounter =>
    meter.createObservableUpDownCounter(`db.client.connection.${name}`, { unit, description });
  const counter = (name: string, unit: string, description: string): Counter =>
    meter.createCounter(name, { unit, description });
  return {
    operationDuration: seconds(
      "db.client.operation.duration",
      "Duration of database client operations.",
    ),
    waitTime: seconds(
      "db.client.connection.wait_time",
      "The time it took to obtain an open connection from the pool.",
    ),
    waitTimeouts: counter(
      "db.client.connection.timeouts",
      "{timeout}",
      "The waits for a connection of the pool that were given up.",
    ),
    connectionCount: connections("count", "{connection}", "The connections, by their state."),
    connectionMax: connections("max", "{connection}", "The most open connections allowed."),
    pendingRequests: connections(
      "pending_requests",
      "{request}",
      "The requests that wait for an open connection.",
    ),
    batches: counter("strata.ingest.batches", "{batch}", "Batches that were written."),
    rows: counter("strata.ingest.rows", "{row}", "Rows given to a writer, by their outcome."),
    retries: counter("strata.retries", "{retry}", "Repetitions after failures that may pass."),
    fetchLag: meter.createGauge("strata.fetch.lag", {
      unit: "s",
      description: "The age of the newest release of a source when it was stored.",
    }),
    streamLag: meter.createGauge("strata.stream.lag", {
      unit: "{message}",
      description: "The messages of a partition that are not yet stored.",
    }),
  };
}
