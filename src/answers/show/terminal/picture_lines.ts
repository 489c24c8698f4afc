import type { Picture } from "../picture.ts";
import { nameOf } from "../shown_series.ts";
import { calendarLines } from "./calendar_lines.ts";
import { chartLines } from "./chart_lines.ts";
import { revisionLines } from "./revision_lines.ts";
import type { TerminalOptions } from "./terminal_options.ts";

/** Returns the lines of a picture: the chart, the last revisions, the calendar. */
export async function pictureLines(
  picture: Picture,
  options: TerminalOptions,
): Promise<readonly string[]> {
  const { series, newest, revisions } = picture;
  const { style, width } = options;
  const releases = new Set(revisions.map(({ releaseTime }) => releaseTime.getTime())).size;
  const count = `${newest.length} observations, ${releases} releases`;
  return [
    `${style("bold", series.name)}  ${nameOf(series)}`,
    style("dim", cut(series.unit, width)),
    style("dim", `${series.frequency}, ${count}`),
    "",
    ...await chartLines(picture, options),
    "",
    ...revisionLines(picture, options),
    "",
    ...calendarLines(picture, options),
  ];
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
