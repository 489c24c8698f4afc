import type { TaskContext } from "../../cli/mod.ts";
import { adviceLines } from "./advice/mod.ts";
import type { Check } from "./check.ts";
import type { SchemaReport, VerifyReport } from "./verify.ts";

/**
 * Formats a report for a terminal: an aligned line per service with the advice under it, the schema,
 * and a summary. What is only good to know is shown with `verbose`.
 */
export function reportLines(
  report: VerifyReport,
  statusWord: TaskContext["statusWord"],
  { verbose = false }: { readonly verbose?: boolean } = {},
): string[] {
  const { checks, findings, schema } = report;
  const nameWidth = Math.max(0, ...checks.map(({ name }) => name.length));
  const latencyWidth = Math.max(0, ...checks.map((check) => latencyOf(check).length));
  const lines = checks.flatMap((check) => {
    const { detail, name, status } = check;
    const latency = latencyOf(check).padStart(latencyWidth);
    const own = findings.filter(({ service }) => service === name);
    return [
      `${statusWord(status)}  ${name.padEnd(nameWidth)}  ${latency}  ${detail}`,
      ...adviceLines(own, { statusWord, verbose }),
    ];
  });
  const notes = verbose ? 0 : findings.filter(({ severity }) => severity === "info").length;
  return [
    ...lines,
    ...(schema ? schemaLines(schema, statusWord) : []),
    ...(notes === 0 ? [] : [`-v shows ${notes} more note${notes === 1 ? "" : "s"}`]),
    summary(report) + adviceSummary(report),
  ];
}

function latencyOf({ latencyMs }: Check): string {
  return latencyMs === null ? "" : `${latencyMs} ms`;
}

function schemaLines(
  { deferred, differences, hypertables, pending, tables }: SchemaReport,
  statusWord: TaskContext["statusWord"],
): string[] {
  const inStep = pending.length === 0 && differences.length === 0;
  const head = `schema: ${count(tables, "table")}, ${count(hypertables, "hypertable")}`;
  return [
    `${statusWord(inStep ? "pass" : "fail")}  ${head}`,
    ...pending.map((id) => `        pending: ${id}, run "deno task migrate"`),
    ...differences.map(({ actual, expected, object, property }) =>
      `        ${object}, ${property}: expected ${show(expected)}, found ${show(actual)}`
    ),
    ...deferred.map((what) => `        deferred: ${what}, until the server has the feature`),
  ];
}

function summary({ checks, schema }: VerifyReport): string {
  const failed = checks.filter(({ status }) => status === "fail");
  const asked = checks.filter(({ status }) => status !== "skip");
  if (failed.length > 0) {
    return `${failed.length} of ${count(asked.length, "service")} failed: ` +
      failed.map(({ name }) => name).join(", ");
  }
  const answer = asked.length === 1 ? "1 service answers" : `${asked.length} services answer`;
  if (schema === undefined) return answer;
  const inStep = schema.pending.length === 0 && schema.differences.length === 0;
  return `${answer}, the schema ${inStep ? "is as declared" : "is not as declared"}`;
}

function adviceSummary({ findings }: VerifyReport): string {
  const told = (["error", "warning"] as const).flatMap((severity) => {
    const number = findings.filter((one) => one.severity === severity).length;
    return number === 0 ? [] : [count(number, severity)];
  });
  return told.length === 0 ? "" : `; ${told.join(" and ")} above, each with its remedy`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? "nothing";
}
