import { splitStatements } from "../text/split_statements.ts";
import type { MigrationBuilder } from "./builder.ts";

/** A call of a builder method, as a migration makes it. */
export type BuilderCall = readonly [method: string, ...arguments: readonly unknown[]];

/**
 * Runs a function of a migration and returns its calls, with SQL text split into statements. The
 * result does not depend on the SQL that builder methods produce.
 */
export function recordCalls(build: (m: MigrationBuilder) => void): readonly BuilderCall[] {
  const calls: BuilderCall[] = [];
  const recorder = new Proxy({}, {
    get: (_target, method) => (...given: unknown[]) => {
      calls.push([String(method), ...given.map((value) => asStatements(String(method), value))]);
    },
  });
  // as: every property of the proxy is a function, and a builder has nothing else.
  build(recorder as MigrationBuilder);
  return calls;
}

/** Splits SQL into statements, so that indentation and line ends outside quotes do not count. */
function asStatements(method: string, value: unknown): unknown {
  if (method === "sql" || (method === "sqlOnAggregates" && typeof value === "string")) {
    return splitStatements(String(value));
  }
  if (method !== "createContinuousAggregate" || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, option]) => [
      key,
      /query$/i.test(key) && typeof option === "string" ? splitStatements(option) : option,
    ]),
  );
}
