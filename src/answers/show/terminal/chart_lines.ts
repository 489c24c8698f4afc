import { figureFormat } from "../figures.ts";
import { periodLabel } from "../period_label.ts";
import type { Picture } from "../picture.ts";
import type { TerminalOptions } from "./terminal_options.ts";
import { niceTicks } from "./nice_ticks.ts";

/** The rows of the chart. */
const HEIGHT = 14;

/** A point of the chart: the place of an observation, and its value. */
type Point = [x: number, y: number];

/** Returns the lines of the chart: the newest vintage as a line, first releases as points. */
export async function chartLines(
  { series, newest, first, at }: Picture,
  { width, color, style }: TerminalOptions,
): Promise<readonly string[]> {
  const values = newest.flatMap(({ value }) => value === null ? [] : [value]);
  if (values.length < 2) return [style("dim", "  too few values for a chart")];
  const places = new Map(newest.map(({ observationDate }, i) => [observationDate, i]));
  const firsts = first.flatMap(({ observationDate, value }): Point[] => {
    const x = places.get(observationDate);
    return x === undefined || value === null ? [] : [[x, value]];
  });
  const line = newest.flatMap(({ value }, i): Point[] => value === null ? [] : [[i, value]]);
  const all = [...values, ...firsts.map(([, value]) => value)];
  const ticks = niceTicks(Math.min(...all), Math.max(...all), 5);
  const format = figureFormat(ticks);
  const labels = newest.map(({ observationDate }) =>
    periodLabel(observationDate, series.frequency)
  );
  const margin = Math.max(...ticks.map((tick) => format(tick).length));
  const columns = Math.max(20, Math.min(width, 120) - margin - 6);
  // Loaded here: nothing else of the package needs it.
  const { default: plot } = await import("simple-ascii-chart");
  const chart = plot(thinned(line, columns), {
    width: columns,
    height: HEIGHT,
    yRange: [ticks[0] ?? 0, ticks.at(-1) ?? 1],
    customYAxisTicks: [...ticks],
    customXAxisTicks: placesOfLabels(labels, columns),
    points: thinned(firsts, columns).map(([x, y]) => ({
      x,
      y,
      ...(color ? { color: "ansiYellow" as const } : {}),
    })),
    symbols: { point: "○" },
    formatter: (value, { axis }) => axis === "x" ? labels[value] ?? "" : format(value),
    ...(color ? { color: "ansiCyan" as const } : {}),
  });
  const known = `━ as known at ${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  const lines = chart.split("\n").filter((each) => each.trim() !== "");
  return [...lines.map((each) => each.trimEnd()), `  ${known}   ○ first release`];
}

/** Takes the last point of each column, where there are more points than columns. */
function thinned(points: readonly Point[], columns: number): Point[] {
  const last = points.at(-1)?.[0] ?? 0;
  if (last < columns) return [...points];
  const byColumn = new Map(points.map((point) => [Math.floor(point[0] * columns / last), point]));
  return [...byColumn.values()];
}

/** Chooses the places that are labelled, so that labels do not meet. */
function placesOfLabels(labels: readonly string[], columns: number): number[] {
  const room = Math.max(...labels.map((label) => label.length)) + 4;
  const count = Math.max(1, Math.min(labels.length - 1, Math.floor(columns / room)));
  const last = labels.length - 1;
  return [...new Set(Array.from({ length: count + 1 }, (_, i) => Math.round(i * last / count)))];
}
