import { measureOf, signed } from "../measure.ts";
import { periodLabel } from "../period_label.ts";
import type { Picture } from "../picture.ts";
import { heading } from "./heading.ts";
import { axisLabel, axisLine, COLORS, DIVERGING, FONT, SIZE } from "./look.ts";
import { type MapCells, mapCells } from "./map_cells.ts";
import { COLORED, type Panel, type PanelPlace } from "./panel.ts";
import { quantile } from "./revision_paths.ts";

/** The most columns in which a cell has room for its number. */
const NUMBERED = 15;

/** The most columns in which a date has room beside the next. */
const MOST_UPRIGHT = 10;

/** The panel of the map: what each release changed in each period. */
export function mapPanel(picture: Picture, { index, top }: PanelPlace): Panel {
  const { series } = picture;
  const { unit } = measureOf(picture);
  const cells = mapCells(picture);
  const rowHeight = Math.max(16, Math.min(34, 420 / cells.periods.length));
  const height = Math.round(rowHeight * cells.periods.length);
  const most = rangeOf(cells.revised.map(([, , by]) => by));
  const isTight = cells.releases.length > MOST_UPRIGHT;
  const below = isTight ? 60 : 14;
  const isNumbered = cells.releases.length <= NUMBERED;
  const decimals = most >= 100 ? 0 : most >= 10 ? 1 : 2;
  const clipped = (by: number): number => Math.max(-most, Math.min(most, by));
  return {
    height: 56 + height + below + 86,
    options: {
      title: [
        heading("c", "Revision of each period by each release", top, subtitle(unit, cells.left)),
      ],
      grid: { left: SIZE.left, right: SIZE.right, top: top + 56, height },
      xAxis: {
        type: "category",
        gridIndex: index,
        data: cells.releases.map((instant) => instant.toISOString().slice(0, 10)),
        name: "release",
        nameLocation: "middle",
        nameGap: below + 14,
        nameTextStyle: axisLabel,
        axisLabel: { ...axisLabel, rotate: isTight ? 60 : 0, interval: 0, margin: 10 },
        axisLine,
        axisTick: { alignWithLabel: true },
        splitLine: { show: false },
        // Cells must not cover it.
        z: 5,
      },
      yAxis: {
        type: "category",
        z: 5,
        gridIndex: index,
        inverse: true,
        data: cells.periods.map((day) => periodLabel(day, series.frequency)),
        axisLabel,
        axisLine,
        axisTick: { alignWithLabel: true },
      },
      visualMap: {
        type: "continuous",
        min: -most,
        max: most,
        dimension: 2,
        calculable: false,
        orient: "horizontal",
        left: "center",
        top: top + 56 + height + below + 40,
        itemWidth: 14,
        itemHeight: 220,
        inRange: { color: [...DIVERGING] },
        text: [
          `${signed(most, decimals)} ${unitText(unit)}`,
          `${signed(-most, decimals)} ${unitText(unit)}`,
        ],
        textStyle: axisLabel,
      },
      series: [
        plainCells(cells.same, { index, color: COLORS.sameCell }),
        plainCells(cells.first, {
          index,
          color: COLORS.firstCell,
          text: isNumbered ? "first" : "",
        }),
        {
          id: COLORED,
          type: "heatmap",
          xAxisIndex: index,
          yAxisIndex: index,
          data: cells.revised.map(([column, row, by]) => ({
            value: [column, row, clipped(by)],
            label: {
              color: Math.abs(by) > most * 0.6 ? "#ffffff" : COLORS.ink,
              formatter: signed(by, decimals),
            },
          })),
          label: { show: isNumbered, fontFamily: FONT, fontSize: 11 },
          itemStyle: { borderColor: "#ffffff", borderWidth: 1 },
        },
      ],
    },
  };
}

function subtitle(unit: string, { releases, periods }: MapCells["left"]): string {
  const legend = `${
    unit === "%" ? "% of the value before" : unit
  }; dark grey: first release, light grey: unchanged, blank: not yet released`;
  const older = [
    ...(releases > 0 ? [`${releases.toLocaleString("en-US")} older releases`] : []),
    ...(periods > 0 ? [`${periods.toLocaleString("en-US")} older periods`] : []),
  ];
  return older.length === 0 ? legend : `${legend}; ${older.join(" and ")} are left out`;
}

/** The range of the colours: all but the largest fiftieth, so that one revision does not pale the rest. */
function rangeOf(revisions: readonly number[]): number {
  const sizes = revisions.map(Math.abs).toSorted((a, b) => a - b);
  const most = sizes.length === 0 ? 1 : quantile(sizes, sizes.length > 50 ? 0.98 : 1);
  return Number((most || 1).toPrecision(2));
}

function unitText(unit: string): string {
  return unit === "%" || unit === "percentage points" ? unit : "";
}

interface PlainLook {
  readonly index: number;
  readonly color: string;
  readonly text?: string;
}

interface CellCoordinates {
  value(dimension: number): number;
  coord(value: readonly [number, number]): readonly [number, number];
  size(value: readonly [number, number]): readonly [number, number];
}

/** Cells of one colour, with one text. */
function plainCells(
  cells: readonly (readonly [number, number])[],
  { index, color, text = "" }: PlainLook,
): object {
  return {
    type: "custom",
    xAxisIndex: index,
    yAxisIndex: index,
    silent: true,
    data: cells,
    renderItem: (_: unknown, api: CellCoordinates) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const [width, height] = api.size([1, 1]);
      return {
        type: "rect",
        shape: {
          x: x - width / 2 + 0.5,
          y: y - height / 2 + 0.5,
          width: width - 1,
          height: height - 1,
        },
        style: { fill: color },
        textContent: {
          type: "text",
          style: { text, fill: COLORS.faint, fontSize: 11, fontFamily: FONT },
        },
        textConfig: { position: "inside" },
      };
    },
  };
}
