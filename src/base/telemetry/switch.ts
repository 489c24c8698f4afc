import { tellNow } from "./tell_soon.ts";
import { openTelemetry, type Telemetry, type TelemetryProviders } from "./telemetry.ts";

/**
 * Where the API keeps its providers. Deno registers its own there when it starts with
 * `OTEL_DENO=true`, and an SDK of the application does so when it is registered, so that one look
 * says whether anybody listens. It needs no permission.
 */
const PROVIDERS = Symbol.for("opentelemetry.js.api.1");

let current: Telemetry | undefined;
let isWanted = hasProvider();
let opening: Promise<Telemetry | undefined> | undefined;

/** Returns what traces and metrics go to; undefined while they are off, which costs one look. */
export function telemetry(): Telemetry | undefined {
  return current;
}

/** Tells whether traces or metrics are wanted: they may still have to be opened. */
export function isTracing(): boolean {
  return isWanted;
}

/** Opens what is wanted, once. Telemetry that cannot be had is left out, whatever the reason. */
export function telemetryReady(): Promise<Telemetry | undefined> {
  return opening ??= open({});
}

/** Runs work with what traces and metrics go to, opened first if they are wanted. */
export function whileTracing<T>(work: (on: Telemetry | undefined) => Promise<T>): Promise<T> {
  return current === undefined && isWanted ? telemetryReady().then(work) : work(current);
}

/** Switches traces and metrics on, to the given providers or to the registered ones. */
export async function switchOn(providers: TelemetryProviders): Promise<void> {
  isWanted = true;
  opening = open(providers);
  await opening;
}

/** Switches traces and metrics off. */
export function switchOff(): void {
  tellNow();
  isWanted = false;
  current = undefined;
  opening = undefined;
}

async function open(providers: TelemetryProviders): Promise<Telemetry | undefined> {
  try {
    current = await openTelemetry(providers);
  } catch {
    // The work matters more than what is told of it.
    isWanted = false;
  }
  return current;
}

function hasProvider(): boolean {
  const { trace, metrics } = Object(Reflect.get(globalThis, PROVIDERS));
  return trace !== undefined || metrics !== undefined;
}
