import { describeStatement, isTracing, traced } from "../../base/telemetry/mod.ts";

/** Runs a statement of a migration in a span of its own. */
export function tracedStatement<Result>(
  migration: string,
  statement: string,
  run: () => Promise<Result>,
): Promise<Result> {
  if (!isTracing()) return run();
  const { summary, text } = describeStatement(statement);
  const attributes = {
    "db.system.name": "postgresql",
    "db.query.summary": summary,
    "db.query.text": text,
    "strata.migration": migration,
  };
  return traced({ name: summary || "postgresql", kind: "client", attributes }, run);
}
