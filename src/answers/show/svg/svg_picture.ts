import type { Picture } from "../picture.ts";
import { nameOf } from "../shown_series.ts";
import { fanPanel } from "./fan_panel.ts";
import { levelPanel } from "./level_panel.ts";
import { COLORS, FONT, SIZE } from "./look.ts";
import { mapPanel } from "./map_panel.ts";
import { joinPanels, type Panel, type PanelPlace } from "./panel.ts";

/** Where the first panel begins, under the title. */
const HEAD = 76;

/** The room under the last panel, for the source. */
const FOOT = 40;

/**
 * Draws a picture as SVG. The same picture gives the same bytes.
 */
export async function svgPicture(picture: Picture): Promise<string> {
  const panels: Panel[] = [];
  let top = HEAD;
  const isRevised = picture.revisions.some(({ release }) => release > 1);
  for (const draw of isRevised ? [levelPanel, fanPanel, mapPanel] : [levelPanel]) {
    const place: PanelPlace = { index: panels.length, top };
    const panel = draw(picture, place);
    panels.push(panel);
    top += panel.height;
  }
  const height = top + FOOT;
  const options = joinPanels(panels, titles(picture, { height, isRevised }));
  // Loaded here: it takes a third of a second, and nothing else of the package needs it.
  const { init } = await import("echarts");
  const chart = init(null, null, { renderer: "svg", ssr: true, width: SIZE.width, height });
  try {
    chart.setOption(options);
    return finish(chart.renderToSVGString(), picture);
  } finally {
    chart.dispose();
  }
}

interface Whole {
  readonly height: number;
  readonly isRevised: boolean;
}

function titles({ series, at }: Picture, { height, isRevised }: Whole): readonly object[] {
  const known = at.toISOString().slice(0, 16).replace("T", " ");
  return [
    {
      text: series.name,
      subtext: `${nameOf(series)}, as known at ${known} UTC${isRevised ? "" : "; never revised"}`,
      left: SIZE.left - 58,
      top: 16,
      itemGap: 6,
      textStyle: { color: COLORS.ink, fontFamily: FONT, fontSize: 20, fontWeight: "bold" },
      subtextStyle: { color: COLORS.faint, fontFamily: FONT, fontSize: 13 },
    },
    {
      text:
        `Source: ${series.source}, series ${series.code}. Every value as of its release; drawn by Strata.`,
      left: SIZE.left - 58,
      top: height - 30,
      textStyle: { color: COLORS.faint, fontFamily: FONT, fontSize: 12, fontWeight: "normal" },
    },
  ];
}

/** Gives the picture a name for those who cannot see it, and names that no counter changes. */
function finish(svg: string, { series, at }: Picture): string {
  const name = `${series.name} (${nameOf(series)}): first release against the newest vintage, ` +
    `revisions by age, and revisions by release and period, as known at ${at.toISOString()}`;
  return `${
    svg.replaceAll(/\bzr\d+-(?!cls)/g, "zr0-")
      // What a pointer does to a picture on a page; its names come from a counter of the process.
      .replaceAll(/ class="zr\d+-cls-\d+"| pointer-events="visible"| ecmeta_\w+="[^"]*"/g, "")
      .replace(/<style ?>[^]*?<\/style>\n?/, "")
      // Not every program that reads SVG knows this property.
      .replaceAll('dominant-baseline="central"', 'dy="0.35em"')
      .replace(/^<svg /, '<svg role="img" ')
      .replace(/>/, `>\n<title>${escaped(name)}</title>`)
  }\n`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
