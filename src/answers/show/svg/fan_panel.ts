import { measureOf, signed } from "../measure.ts";
import { periodLabel } from "../period_label.ts";
import type { Picture } from "../picture.ts";
import { bandSeries } from "./band_series.ts";
import { heading } from "./heading.ts";
import { axisLabel, axisLine, COLORS, FONT, SIZE, splitLine } from "./look.ts";
import type { Panel, PanelPlace } from "./panel.ts";
import { quantile, revisionAt, type RevisionPath, revisionPaths } from "./revision_paths.ts";

const HEIGHT = 310;

/** Fewer observations than these are drawn one by one. */
const FEWEST_FOR_BANDS = 12;

/** The panel of the fan: how far observations moved from their first release as they aged. */
export function fanPanel(picture: Picture, { index, top }: PanelPlace): Panel {
  const paths = revisionPaths(picture);
  const { unit } = measureOf(picture);
  const last = lastAge(paths);
  const isFan = paths.length >= FEWEST_FOR_BANDS;
  const lines = isFan
    ? fanSeries(paths, { index, last })
    : paths.map((path, i) => pathSeries(picture, path, { index, last, shade: i / paths.length }));
  return {
    height: HEIGHT,
    options: {
      title: [heading(
        "b",
        "Revision from the first release, by age",
        top,
        `${unit === "%" ? "% of the first release" : unit}; ${
          isFan
            ? `${
              paths.length.toLocaleString("en-US")
            } observations: median, middle half and middle 90 %`
            : "one line an observation"
        }`,
      )],
      grid: {
        left: SIZE.left,
        right: isFan ? SIZE.right : SIZE.right + 60,
        top: top + 56,
        height: HEIGHT - 56 - 58,
      },
      xAxis: {
        type: "value",
        gridIndex: index,
        min: 0,
        max: last,
        interval: last <= 6 ? 1 : last <= 24 ? 3 : last <= 48 ? 6 : 12,
        name: "months since the first release",
        nameLocation: "middle",
        nameGap: 28,
        nameTextStyle: axisLabel,
        axisLabel,
        axisLine: { ...axisLine, onZero: false },
        axisTick: { show: true },
        splitLine: { show: false },
      },
      yAxis: {
        type: "value",
        gridIndex: index,
        axisLabel: { ...axisLabel, formatter: (value: number) => signedShort(value) },
        axisLine,
        axisTick: { show: true },
        splitLine,
        splitNumber: 4,
      },
      series: lines,
    },
  };
}

interface FanPlace {
  readonly index: number;
  readonly last: number;
}

/** The age up to which revisions are shown: the last revision's, in whole quarters. */
function lastAge(paths: readonly RevisionPath[]): number {
  const ages = paths.map(({ steps }) => steps.at(-1)?.[0] ?? 0).toSorted((a, b) => a - b);
  const most = Math.min(quantile(ages, 0.98) * 1.05, 60);
  return Math.max(3, Math.ceil(most / 3) * 3);
}

function fanSeries(paths: readonly RevisionPath[], { index, last }: FanPlace): readonly object[] {
  const ages = Array.from({ length: Math.round(last * 4) + 1 }, (_, i) => i / 4);
  const known = ages.map((age) => ({
    age,
    revisions: paths.filter((path) => path.age >= age).map((path) => revisionAt(path, age))
      .toSorted((a, b) => a - b),
  })).filter(({ revisions }) => revisions.length >= 5);
  const edge = (share: number): object => ({
    type: "line",
    xAxisIndex: index,
    yAxisIndex: index,
    symbol: "none",
    silent: true,
    // The band that it bounds is seen; the axis follows lines alone.
    lineStyle: { opacity: 0 },
    data: known.map(({ age, revisions }) => [age, quantile(revisions, share)]),
  });
  const band = (low: number, high: number): readonly (readonly [number, number, number])[] =>
    known.map(({ age, revisions }) => [age, quantile(revisions, low), quantile(revisions, high)]);
  return [
    edge(0.05),
    edge(0.95),
    bandSeries(band(0.05, 0.95), { index, color: COLORS.band, opacity: 0.3 }),
    bandSeries(band(0.25, 0.75), { index, color: COLORS.band, opacity: 0.65 }),
    {
      type: "line",
      xAxisIndex: index,
      yAxisIndex: index,
      symbol: "none",
      step: "end",
      data: known.map(({ age, revisions }) => [age, quantile(revisions, 0.5)]),
      lineStyle: { color: COLORS.newest, width: 2 },
    },
  ];
}

function pathSeries(
  { series }: Picture,
  { observationDate, steps, age }: RevisionPath,
  { index, last, shade }: FanPlace & { readonly shade: number },
): object {
  const end = Math.min(age, last);
  const color = LINES[Math.floor(shade * LINES.length)] ?? COLORS.newest;
  const shown = steps.filter(([months]) => months <= last);
  return {
    type: "line",
    xAxisIndex: index,
    yAxisIndex: index,
    step: "end",
    symbol: "circle",
    symbolSize: 5,
    data: [...shown, [end, shown.at(-1)?.[1] ?? 0]],
    lineStyle: { color, width: 2 },
    itemStyle: { color },
    endLabel: {
      show: true,
      formatter: periodLabel(observationDate, series.frequency),
      color,
      fontFamily: FONT,
      fontSize: 12,
      distance: 6,
    },
    labelLayout: { moveOverlap: "shiftY" },
  };
}

const LINES = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#222222"];

function signedShort(value: number): string {
  if (value === 0) return "0";
  return signed(value, Math.abs(value) >= 10 ? 0 : Number.isInteger(value * 10) ? 1 : 2);
}
