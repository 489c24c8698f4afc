import { figureFormat } from "../figures.ts";
import { measureOf, signed } from "../measure.ts";
import { periodLabel } from "../period_label.ts";
import type { Picture } from "../picture.ts";
import { minuteText } from "./instant_text.ts";
import type { TerminalOptions } from "./terminal_options.ts";

/** How many revisions are shown. */
const SHOWN = 10;

/** Returns the table of the last revisions, newest first. */
export function revisionLines(
  picture: Picture,
  { style }: Pick<TerminalOptions, "style">,
): readonly string[] {
  const { series, revisions } = picture;
  const changes = revisions.filter(({ release }) => release > 1)
    .toSorted((a, b) =>
      b.releaseTime.getTime() - a.releaseTime.getTime() ||
      b.observationDate.localeCompare(a.observationDate)
    );
  if (changes.length === 0) return [style("bold", "Revisions"), "  none: each value is the first"];
  const measure = measureOf(picture);
  const shown = changes.slice(0, SHOWN);
  const format = figureFormat(shown.flatMap(({ value, previousValue }) => [value, previousValue]));
  const rows = shown.map(({ releaseTime, observationDate, previousValue, value, release }) => [
    minuteText(releaseTime),
    periodLabel(observationDate, series.frequency),
    String(release),
    format(previousValue),
    format(value),
    previousValue === null || value === null
      ? ""
      : `${signed(measure.between(previousValue, value), 2)} ${short(measure.unit)}`,
  ]);
  const more = changes.length - shown.length;
  const title = more === 0 ? "Revisions" : `Last ${SHOWN} of ${changes.length} revisions`;
  return [style("bold", title), ...tableLines(HEAD, rows, style)];
}

const HEAD = ["released", "period", "release", "from", "to", "by"];

function short(unit: string): string {
  return unit === "percentage points" ? "pp" : unit === "%" ? "%" : "";
}

function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: TerminalOptions["style"],
): readonly string[] {
  const widths = head.map((text, i) =>
    Math.max(text.length, ...rows.map((row) => row[i]?.length ?? 0))
  );
  const line = (cells: readonly string[]): string =>
    `  ${
      cells.map((cell, i) => {
        const width = widths[i] ?? 0;
        return i < 2 ? cell.padEnd(width) : cell.padStart(width);
      }).join("  ")
    }`.trimEnd();
  return [style("dim", line(head)), ...rows.map(line)];
}
