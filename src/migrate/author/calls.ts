import { splitStatements } from "../text/split_statements.ts";
import type { MigrationBuilder } from "./builder.ts";

/** A call of a builder's method, as a migration makes it. */
export type BuilderCall = readonly [method: string, ...arguments: readonly unknown[]];

/**
 * Runs a migration's function and gives the calls that it makes, with texts of SQL as statements: what
 * it says, whatever a builder makes of it.
 */
export function recordCalls(build: (m: MigrationBuilder) => void): readonly BuilderCall[] {
  const calls: BuilderCall[] = [];
  const recorder = new Proxy({}, {
    get: (_target, method) => (...given: unknown[]) => {
      calls.push([String(method), ...given.map((value) => asStatements(String(method), value))]);
    },
  });
  // as: every property of it is a function, which is all that a builder has.
  build(recorder as MigrationBuilder);
  return calls;
}

/** Indentation and line ends outside of quotes say nothing, in a query among options neither. */
function asStatements(method: string, value: unknown): unknown {
  if (method === "sql") return splitStatements(String(value));
  if (method !== "createContinuousAggregate" || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, option]) => [
      key,
      /query$/i.test(key) && typeof option === "string" ? splitStatements(option) : option,
    ]),
  );
}
