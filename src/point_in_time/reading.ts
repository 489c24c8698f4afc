import { isTracing, traced } from "../base/telemetry/mod.ts";

/** Runs a read in a span of its own, with the number of its rows. */
export function reading<Result>(name: string, read: () => Promise<Result>): Promise<Result> {
  if (!isTracing()) return read();
  const attributes = { "db.system.name": "postgresql", "db.operation.name": name };
  return traced({ name, attributes }, async (span) => {
    const result = await read();
    if (Array.isArray(result)) span.set({ "strata.rows": result.length });
    return result;
  });
}
