import type { EChartsOption } from "echarts";
import type { Sample } from "./sample.ts";
import type { SoakReport } from "./soak_report.ts";
import { closingLineOf } from "./soak_text.ts";

/** Colours that people with any kind of colour blindness tell apart: M. Okabe and K. Ito (2008). */
const COLORS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"];
const INK = "#222222";
const FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
const [WIDTH, PANEL, HEAD] = [960, 170, 70];

interface Line {
  readonly name: string;
  readonly read: (sample: Sample) => number | null | undefined;
}

interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly isLog?: boolean;
}

/** Draws what a soak saw over time as SVG, a panel a measure. */
export async function soakPicture(report: SoakReport): Promise<string> {
  const panels = panelsOf(report.places.map(({ name }) => name));
  const height = HEAD + panels.length * PANEL + 30;
  // Loaded here: it takes a third of a second.
  const { init } = await import("echarts");
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    chart.setOption(optionsOf(report, panels));
    return `${chart.renderToSVGString()}\n`;
  } finally {
    chart.dispose();
  }
}

function panelsOf(names: readonly string[]): readonly Panel[] {
  const latency = (title: string, kind: "reads" | "writes"): Panel => ({
    title,
    isLog: true,
    lines: (["p50", "p95", "p99"] as const).map((name) => ({
      name: `${kind} ${name}`,
      // A logarithm has no place for 0, and a sample without calls no latency.
      read: (sample) => sample[kind].calls === 0 ? null : Math.max(sample[kind][name], 0.1),
    })),
  });
  return [
    {
      title: "Memory of the process, MiB",
      lines: [
        { name: "resident", read: ({ rss }) => rss },
        { name: "JavaScript heap", read: ({ heap }) => heap },
      ],
    },
    {
      title: "Open descriptors",
      lines: [{ name: "descriptors", read: ({ descriptors }) => descriptors }],
    },
    {
      title: "Backends of the process",
      lines: names.map((name) => ({ name, read: ({ places }) => places[name]?.backends })),
    },
    {
      title: "Locks waited for",
      lines: names.map((name) => ({
        name: `locks, ${name}`,
        read: ({ places }) => places[name]?.waits,
      })),
    },
    latency("Latency of reads, ms", "reads"),
    latency("Latency of writes, ms", "writes"),
    {
      title: "Typed errors between two samples",
      lines: [{ name: "errors", read: ({ errors }) => errors }],
    },
  ];
}

function optionsOf(report: SoakReport, panels: readonly Panel[]): EChartsOption {
  const text = { color: INK, fontFamily: FONT, fontSize: 11 };
  const topOf = (index: number) => HEAD + index * PANEL;
  const lines = panels.flatMap((panel, index) => panel.lines.map((line) => ({ line, index })));
  // as: the parts are options of the library, which has one type for all of them together.
  return {
    animation: false,
    backgroundColor: "#ffffff",
    title: [
      {
        text: "Soak",
        subtext: closingLineOf(report),
        left: 20,
        top: 10,
        textStyle: { ...text, fontSize: 18, fontWeight: "bold" },
        subtextStyle: { ...text, fontSize: 13 },
      },
      ...panels.map(({ title }, index) => ({
        text: title,
        left: 20,
        top: topOf(index),
        textStyle: { ...text, fontSize: 13, fontWeight: "bold" },
      })),
    ],
    legend: panels.map(({ lines }, index) => ({
      data: lines.map(({ name }) => name),
      right: 20,
      // Without a page, the widths of texts are estimates: some are too small.
      itemGap: 26,
      top: topOf(index),
      textStyle: text,
    })),
    grid: panels.map((_, index) => ({
      left: 70,
      right: 30,
      top: topOf(index) + 26,
      height: PANEL - 56,
    })),
    xAxis: panels.map((_, index) => ({
      type: "value",
      gridIndex: index,
      min: 0,
      max: Math.max(...report.samples.map(({ seconds }) => seconds)) / 60,
      axisLabel: { ...text, formatter: "{value} min", showMaxLabel: false },
    })),
    yAxis: panels.map(({ isLog = false }, index) => ({
      type: isLog ? "log" : "value",
      gridIndex: index,
      ...(isLog ? {} : { min: 0 }),
      splitNumber: 3,
      axisLabel: text,
    })),
    series: lines.map(({ line, index }) => ({
      name: line.name,
      type: "line",
      xAxisIndex: index,
      yAxisIndex: index,
      symbol: "none",
      sampling: "max",
      lineStyle: { width: 1.2 },
      color: COLORS[panels[index]?.lines.indexOf(line) ?? 0],
      data: report.samples.map((sample) => [sample.seconds / 60, line.read(sample) ?? null]),
    })),
  } as EChartsOption;
}
