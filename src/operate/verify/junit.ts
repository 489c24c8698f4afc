import { FINDING_CODES, type FindingCode } from "./advice/mod.ts";
import type { Check } from "./check.ts";
import { type FailOn, isFailure, type SchemaReport, type VerifyReport } from "./verify.ts";

/**
 * Writes a report as JUnit XML, as CI servers read it: a suite per service with a case for its answer
 * and one for each code of advice, and a suite for the schema. What does not fail stands in
 * `system-out`.
 */
export function junitReport(
  { checks, findings, schema }: VerifyReport,
  { failOn }: { readonly failOn: FailOn },
): string {
  const suites = [
    ...checks.map((check) => ({
      name: check.name as string,
      cases: [answerCase(check), ...adviceCases(check, findings, failOn)],
    })),
    ...(schema === undefined ? [] : [{ name: "schema", cases: [schemaCase(schema)] }]),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="verify" ${countsOf(all)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${name}" ${countsOf(cases)}>`,
      ...cases.map((one) => `    ${caseElement(name, one)}`),
      "  </testsuite>",
    ]),
    "</testsuites>",
  ].join("\n");
}

interface TestCase {
  readonly name: string;
  readonly seconds?: number;
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string };
  readonly skipped?: string;
  readonly output?: string;
}

function answerCase({ status, detail, latencyMs, cause = "failed" }: Check): TestCase {
  return {
    name: "answers",
    ...(latencyMs === null ? {} : { seconds: latencyMs / 1_000 }),
    ...(status === "fail"
      ? { failure: { type: cause, message: detail, text: detail } }
      : status === "skip"
      ? { skipped: detail }
      : { output: detail }),
  };
}

function adviceCases(
  { name: service, status }: Check,
  findings: VerifyReport["findings"],
  failOn: FailOn,
): TestCase[] {
  const codes = (Object.keys(FINDING_CODES) as FindingCode[]) // its own keys
    .filter((code) => FINDING_CODES[code].service === service);
  return codes.map((name): TestCase => {
    const own = findings.filter(({ code }) => code === name);
    const [first] = own;
    if (first === undefined) {
      const unknown = status === "fail" || status === "skip";
      return { name, ...(unknown ? { skipped: `${service} did not answer` } : {}) };
    }
    const text = own.map(({ sentence, remedy }) => `${sentence}\n${remedy}`).join("\n");
    if (!isFailure(first, failOn)) return { name, output: text };
    const message = own.map(({ sentence }) => sentence).join("; ");
    return { name, failure: { type: first.severity, message, text } };
  });
}

function schemaCase({ pending, differences }: SchemaReport): TestCase {
  const lines = [
    ...pending.map((id) => `pending: ${id}`),
    ...differences.map(({ object, property, expected, actual }) =>
      `${object}, ${property}: expected ${JSON.stringify(expected)}, found ${
        JSON.stringify(actual)
      }`
    ),
  ];
  if (lines.length === 0) return { name: "as declared" };
  const text = lines.join("\n");
  return { name: "as declared", failure: { type: "schema", message: text, text } };
}

function countsOf(cases: readonly TestCase[]): string {
  const number = (has: (one: TestCase) => boolean) => cases.filter(has).length;
  return `tests="${cases.length}" failures="${number(({ failure }) => failure !== undefined)}" ` +
    `errors="0" skipped="${number(({ skipped }) => skipped !== undefined)}"`;
}

function caseElement(
  suite: string,
  { name, seconds, failure, skipped, output }: TestCase,
): string {
  const time = seconds === undefined ? "" : ` time="${seconds.toFixed(3)}"`;
  const open = `<testcase classname="verify.${suite}" name="${name}"${time}`;
  const inner = failure !== undefined
    ? `<failure type="${escape(failure.type)}" message="${escape(failure.message)}">` +
      `${escape(failure.text)}</failure>`
    : skipped !== undefined
    ? `<skipped message="${escape(skipped)}"/>`
    : output !== undefined
    ? `<system-out>${escape(output)}</system-out>`
    : "";
  return inner === "" ? `${open}/>` : `${open}>${inner}</testcase>`;
}

/** Escapes a text for XML, which has no control characters but tab and line end. */
function escape(text: string): string {
  return text
    // deno-lint-ignore no-control-regex -- they are what is to be removed
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
}
