import { figureFormat } from "../figures.ts";
import { periodLabel } from "../period_label.ts";
import type { Picture } from "../picture.ts";
import { heading } from "./heading.ts";
import { axisLabel, axisLine, COLORS, SIZE, splitLine } from "./look.ts";
import type { Panel, PanelPlace } from "./panel.ts";

const HEIGHT = 330;

/** More observations than these are lines without marks. */
const MARKED = 60;

/** The panel of levels: the newest vintage, and the first release of each observation. */
export function levelPanel(picture: Picture, { index, top }: PanelPlace): Panel {
  const { series, newest, first } = picture;
  const firsts = new Map(first.map(({ observationDate, value }) => [observationDate, value]));
  const labels = newest.map(({ observationDate }) =>
    periodLabel(observationDate, series.frequency)
  );
  const isMarked = newest.length <= MARKED;
  const values = newest.flatMap(({ observationDate, value }) => [
    value,
    firsts.get(observationDate) ?? null,
  ]);
  const axisFormat = figureFormat(axisStep(values));
  return {
    height: HEIGHT,
    options: {
      title: [heading("a", "First release against the newest vintage", top, series.unit)],
      legend: {
        data: [NEWEST, FIRST],
        right: SIZE.right,
        top: top + 2,
        itemGap: 18,
        itemWidth: 30,
        textStyle: axisLabel,
        itemStyle: { opacity: isMarked ? 1 : 0 },
      },
      grid: {
        left: SIZE.left,
        right: SIZE.right,
        top: top + 56,
        height: HEIGHT - 56 - 44,
      },
      xAxis: {
        type: "category",
        gridIndex: index,
        data: labels,
        axisLabel: { ...axisLabel, hideOverlap: true },
        axisLine,
        axisTick: { alignWithLabel: true },
      },
      yAxis: {
        type: "value",
        gridIndex: index,
        scale: true,
        axisLabel: { ...axisLabel, formatter: (value: number) => axisFormat(value) },
        axisLine,
        splitLine,
        axisTick: { show: true },
        splitNumber: 5,
      },
      series: [
        {
          name: NEWEST,
          type: "line",
          xAxisIndex: index,
          yAxisIndex: index,
          data: newest.map(({ value }) => value),
          symbol: isMarked ? "circle" : "none",
          symbolSize: 7,
          lineStyle: { color: COLORS.newest, width: 2 },
          itemStyle: { color: COLORS.newest },
          z: 3,
        },
        {
          name: FIRST,
          type: "line",
          xAxisIndex: index,
          yAxisIndex: index,
          data: newest.map(({ observationDate }) => firsts.get(observationDate) ?? null),
          symbol: isMarked ? "emptyCircle" : "none",
          symbolSize: 9,
          lineStyle: { color: COLORS.first, width: 1.5, type: [5, 4] },
          itemStyle: { color: COLORS.first, borderWidth: 2 },
          z: 4,
        },
      ],
    },
  };
}

const NEWEST = "newest vintage";
const FIRST = "first release";

/** Numbers whose decimals an axis needs: whole numbers where the range is wide. */
function axisStep(values: readonly (number | null)[]): readonly number[] {
  const known = values.filter((value) => value !== null);
  const range = Math.max(...known) - Math.min(...known);
  return [range >= 20 ? 0 : range >= 2 ? 0.1 : 0.01];
}
