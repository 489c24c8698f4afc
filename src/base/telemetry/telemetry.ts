import type * as OpenTelemetry from "@opentelemetry/api";
import { VERSION } from "../version.ts";
import { createInstruments, type Instruments } from "./instruments.ts";

/** Where traces and metrics go instead of the registered providers. */
export interface TelemetryProviders {
  readonly tracerProvider?: OpenTelemetry.TracerProvider | undefined;
  readonly meterProvider?: OpenTelemetry.MeterProvider | undefined;
}

/** The open API: a tracer and the instruments of this package. */
export interface Telemetry {
  readonly api: typeof OpenTelemetry;
  readonly tracer: OpenTelemetry.Tracer;
  readonly instruments: Instruments;
  /** Where a context holds the name of the read whose statements run in it. */
  readonly readKey: symbol;
  /** Whether the runtime itself traces `fetch` and `Deno.serve`, which must not be done twice. */
  readonly isOfRuntime: boolean;
}

/**
 * Not a literal in the import: as part of the module graph, this optional peer of Drizzle's would make
 * Deno resolve Drizzle twice for a service that imports this package from JSR, and miss one of them.
 */
const API = "npm:@opentelemetry/api@1.10.0";

const NAME = "@strata/foundation";

/** Imports the API and opens a tracer and the instruments. */
export async function openTelemetry(providers: TelemetryProviders): Promise<Telemetry> {
  const api: typeof OpenTelemetry = await import(API);
  const { tracerProvider = api.trace, meterProvider = api.metrics } = providers;
  return {
    api,
    tracer: tracerProvider.getTracer(NAME, VERSION),
    instruments: createInstruments(meterProvider.getMeter(NAME, VERSION)),
    readKey: api.createContextKey("strata.read"),
    isOfRuntime: isRuntimeTracing(),
  };
}

/** Deno's providers are registered only if it started with `OTEL_DENO=true`. */
function isRuntimeTracing(): boolean {
  const registered = Object(Reflect.get(globalThis, Symbol.for("opentelemetry.js.api.1"))).trace;
  return registered !== undefined && registered === Deno.telemetry?.tracerProvider;
}
