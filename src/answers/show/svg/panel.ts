import type { EChartsOption } from "echarts";

/** Where a panel stands. */
export interface PanelPlace {
  /** Its number, from 0: the index of its grid and axes. */
  readonly index: number;
  /** Its upper edge, where its heading stands. */
  readonly top: number;
}

/** A panel as parts of one chart's options. */
export interface Panel {
  /** Its height with heading and axes. */
  readonly height: number;
  /** Its parts. */
  readonly options: {
    readonly title: readonly object[];
    readonly grid: object;
    readonly xAxis: object;
    readonly yAxis: object;
    readonly series: readonly object[];
    readonly legend?: object;
    readonly visualMap?: object;
  };
}

/** The id of the series that a panel's scale of colours is for. */
export const COLORED = "colored";

/** Puts panels together as the options of one chart. */
export function joinPanels(panels: readonly Panel[], title: readonly object[]): EChartsOption {
  const all = panels.map(({ options }) => options);
  const series = all.flatMap((each) => each.series);
  // Without it the scale colours every series.
  const seriesIndex = series.findIndex((each) => "id" in each && each.id === COLORED);
  const given = <Part>(parts: readonly (Part | undefined)[]): Part[] =>
    parts.filter((part) => part !== undefined);
  // as: the parts are options of the library, which has one type for all of them together.
  return {
    animation: false,
    backgroundColor: "#ffffff",
    title: [...title, ...all.flatMap((each) => each.title)],
    grid: all.map(({ grid }) => grid),
    xAxis: all.map(({ xAxis }) => xAxis),
    yAxis: all.map(({ yAxis }) => yAxis),
    legend: given(all.map(({ legend }) => legend)),
    visualMap: given(all.map(({ visualMap }) => visualMap && { ...visualMap, seriesIndex })),
    series,
  } as EChartsOption;
}
