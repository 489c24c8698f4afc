import type { MeterProvider, TracerProvider } from "@opentelemetry/api";
import { switchOn } from "./switch.ts";

/** Options of {@linkcode enableTelemetry}. */
export interface TelemetryOptions {
  /** Where spans go; by default to the provider that is registered with `@opentelemetry/api`. */
  readonly tracerProvider?: TracerProvider;
  /** Where metrics go; by default to the provider that is registered with `@opentelemetry/api`. */
  readonly meterProvider?: MeterProvider;
}

/**
 * Switches traces and metrics on, for an application that registers an OpenTelemetry SDK of its own
 * after this package was imported, or keeps its providers to itself. Where Deno runs with
 * `OTEL_DENO=true`, they are on without it. Call it before the first database is created. What ended
 * is told up to 100 ms later, and at once when a database is closed: close it before the SDK.
 *
 * @example
 * ```ts
 * import { enableTelemetry } from "@strata/foundation";
 *
 * await enableTelemetry();
 * ```
 */
export async function enableTelemetry(options: TelemetryOptions = {}): Promise<void> {
  await switchOn(options);
}
