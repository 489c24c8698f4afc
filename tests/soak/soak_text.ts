import { slackText } from "./flatness.ts";
import { median } from "../bench/measure.ts";
import { isHeld, type SoakReport, sumOf } from "./soak_report.ts";

/** Formats a report as Markdown. */
export function soakText(report: SoakReport): string {
  const { places, counts, faults, errors, problems, flatness, seed, started } = report;
  return [
    "# Soak",
    "",
    closingLineOf(report),
    "",
    `Begun ${started}, seed ${seed}${report.isInterrupted ? ", interrupted" : ""}.`,
    "",
    ...places.map((place) =>
      `- ${place.name}: ${number(place.policyRuns)} runs of the compression policies, ` +
      `${number(place.policyFailures)} of them failed; ${place.compressedChunks} of ` +
      `${place.chunks} chunks are compressed at the end${
        place.policyErrors.length === 0 ? "" : `. Errors: ${place.policyErrors.join("; ")}`
      }`
    ),
    "",
    "![Memory, descriptors, backends, locks and latency](soak.svg)",
    "",
    ...(problems.length === 0
      ? []
      : ["## Problems", "", ...problems.map((text) => `- ${text}`), ""]),
    "## Growth",
    "",
    `Medians of the second and the last quarter; of the heap the least of both, of descriptors ` +
    `and backends the most of the second. Slack: ${slackText}.`,
    "",
    ...table(
      ["Measure", "Second quarter", "Last quarter", "Limit", "Result"],
      flatness.map(({ measure, before, after, limit, ok }) => [
        measure,
        ...[before, after, limit].map((value) => value.toFixed(1)),
        ok ? "flat" : "GREW",
      ]),
    ),
    "",
    "## Latency",
    "",
    ...table(["Calls", "Answered", "p50, ms", "p99, ms"], [
      latencyRow(report, "reads"),
      latencyRow(report, "writes"),
    ]),
    "",
    `Medians over the samples; the longest call of all took ${number(report.longestCallMs)} ms.`,
    "",
    ...section("Done", counts),
    ...section("Faults", faults),
    ...section("Typed errors that callers got", errors),
  ].join("\n");
}

/** Formats the line that says how it ended. */
export function closingLineOf(report: SoakReport): string {
  const { counts, faults, seconds, problemCount, flatness } = report;
  const grown = flatness.filter(({ ok }) => !ok).map(({ measure }) => measure);
  const end = isHeld(report) ? "nothing lost, nothing grew" : [
    ...(problemCount > 0 ? [`${number(problemCount)} problems`] : []),
    ...(grown.length > 0 ? [`grew: ${grown.join("; ")}`] : []),
  ].join(", ");
  return `${(seconds / 60).toFixed(1)} minutes, ${number(sumOf(faults))} faults, ` +
    `${number(counts["rows acknowledged"] ?? 0)} rows acknowledged, ` +
    `${number(counts["asOf calls"] ?? 0)} point-in-time reads: ${end}`;
}

function latencyRow({ samples }: SoakReport, kind: "reads" | "writes"): string[] {
  const latencies = samples.map((sample) => sample[kind]).filter(({ calls }) => calls > 0);
  return [
    kind,
    number(latencies.reduce((sum, { calls }) => sum + calls, 0)),
    median(latencies.map(({ p50 }) => p50)).toFixed(1),
    median(latencies.map(({ p99 }) => p99)).toFixed(1),
  ];
}

function section(title: string, counts: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a)
    .map(([name, count]) => [name, number(count)]);
  return rows.length === 0 ? [] : [`## ${title}`, "", ...table(["What", "How often"], rows), ""];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
