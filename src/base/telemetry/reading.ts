import type { Context } from "@opentelemetry/api";
import { isTracing, whileTracing } from "./switch.ts";
import type { Telemetry } from "./telemetry.ts";

/**
 * Runs a read whose name the spans of its statements tell as `strata.read`. It has no span of its
 * own: most reads are one statement, and a second span takes the runtime as long as a tenth of it.
 */
export function reading<T>(name: string, read: () => Promise<T>): Promise<T> {
  if (!isTracing()) return read();
  return whileTracing((on) => {
    if (on === undefined) return read();
    const { api, readKey } = on;
    return api.context.with(api.context.active().setValue(readKey, name), read);
  });
}

/** Returns the name of the read whose statements run in a context. */
export function readIn({ readKey }: Telemetry, context: Context): string | undefined {
  const name = context.getValue(readKey);
  return typeof name === "string" ? name : undefined;
}
