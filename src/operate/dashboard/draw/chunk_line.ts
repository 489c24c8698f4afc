import { type Html, html } from "../../../base/http/mod.ts";
import type { ObservedHypertable } from "../../observe/mod.ts";
import { type ChunkCell, chunkCells, worstState } from "./chunk_cells.ts";
import { cellWords, lineWords } from "./chunk_words.ts";
import { type TimeScale, timeScale } from "./time_scale.ts";
import { timeTicks } from "./time_ticks.ts";
import { spanText } from "./words.ts";

/** The most bars of a line: each is wide enough to be hit on a narrow screen. */
const BARS = 240;

/** The height of the tallest bar, and the lowest one that is seen. */
const [TALLEST, LOWEST] = [40, 5];

/** Under the bars stand the marks of old settings, and under those the years. */
const [BASE, MARK, LABEL, HEIGHT] = [44, 47, 68, 74];

/**
 * Draws the chunks of a hypertable over time: the height of a bar is its size (the root of it, so that
 * small ones are seen), its fill is its state. Places are percentages, so that nothing is stretched.
 */
export function chunkLine(
  { relation, chunks, chunkInterval }: ObservedHypertable,
  id: string,
): Html {
  if (chunks.length === 0) return html`<p class="quiet">No chunk yet.</p>`;
  const scale = timeScale(chunks);
  const cells = chunkCells(chunks, { scale, bars: BARS });
  const isTime = !/^\d+$/.test(chunkInterval);
  const place = (at: number) => Number(scale.place(at).toFixed(2));
  const data = cells.map((cell) =>
    `${place(cell.from)} ${place(cell.to)} ${cellWords(cell, isTime)}`
  );
  const base = BASE + 0.5;
  return html`
    <div class="line" id="${id}" role="img" aria-label="${lineWords(
      relation.name,
      cells,
      isTime,
    )}" data-cells="${data.join("\n")}">
      <svg width="100%" height="${HEIGHT}"
        aria-hidden="true">${isTime ? ticksOf(scale) : ""}${bars(
          cells,
          place,
        )}<line x1="0" x2="100%" y1="${base}" y2="${base}" class="base"/>${breaksOf(
          scale,
          isTime,
        )}${marks(cells, place)}</svg>
    </div>
  `;
}

type Place = (at: number) => number;

function bars(cells: readonly ChunkCell[], place: Place): readonly Html[] {
  const most = Math.max(...cells.map(({ bytes }) => bytes), 1);
  return cells.map((cell) => {
    const height = Math.max(LOWEST, Math.round(TALLEST * Math.sqrt(cell.bytes / most)));
    const width = Math.max(0.15, place(cell.to) - place(cell.from)).toFixed(2);
    return html`
      <rect x="${place(cell.from)}%" y="${BASE - height}" width="${width}%" height="${height}"
        fill="url(#fill-${worstState(cell)})" />
    `;
  });
}

function marks(cells: readonly ChunkCell[], place: Place): readonly Html[] {
  return cells.filter(({ old }) => old > 0).map(({ from, to }) =>
    html`
      <svg x="${place((from + to) / 2)}%" y="${MARK}" class="old">
        <path d="M-3.5 0h7L0 6z" />
      </svg>
    `
  );
}

function ticksOf({ runs, place }: TimeScale): readonly Html[] {
  return runs.flatMap(({ from, to }) => {
    const share = (place(to) - place(from)) / 100;
    return timeTicks(from, to, Math.floor(share * 8)).map(({ at, label }) => {
      const x = Number(place(at).toFixed(2));
      const anchor = x < 4 ? "start" : x > 96 ? "end" : "middle";
      return html`
        <line x1="${x}%" x2="${x}%" y1="2" y2="${BASE + 10}" class="grid" />
        <text x="${x}%" y="${LABEL}" text-anchor="${anchor}">${label}</text>
      `;
    });
  });
}

/** Two strokes where time is left out, with how much. */
function breaksOf({ breaks }: TimeScale, isTime: boolean): readonly Html[] {
  return breaks.map(({ at, from, to }) =>
    html`
      <svg x="${at.toFixed(2)}%" y="${BASE - 8}" class="break">
        <path d="M-5 14L1 0M-1 14L5 0" />
      </svg>${isTime
        ? html`<text x="${at.toFixed(2)}%" y="${BASE - 14}" text-anchor="middle">${
          spanText(to - from)
        }</text>`
        : ""}
    `
  );
}
