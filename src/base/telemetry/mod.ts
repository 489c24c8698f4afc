/**
 * Traces and metrics through `@opentelemetry/api`, and what a statement is called in them.
 * Called by every room that talks to a service or is timed.
 * Never imports the API where nothing receives what it is told.
 *
 * @module
 */
export { isTracing, telemetry, telemetryReady } from "./switch.ts";
export { enableTelemetry, type TelemetryOptions } from "./enable_telemetry.ts";
export type { Telemetry } from "./telemetry.ts";
export type { Instruments } from "./instruments.ts";
export { type SpanFacts, traced, type TracedSpan } from "./traced.ts";
export { readIn, reading } from "./reading.ts";
export { errorType, markFailed } from "./failure.ts";
export { noteRetry, type Retried } from "./note_retry.ts";
export { describeStatement, type StatementFacts } from "./describe_statement.ts";
export { spanTime, tellNow, tellSoon } from "./tell_soon.ts";
export { fetchShowing } from "./fetch_showing.ts";
