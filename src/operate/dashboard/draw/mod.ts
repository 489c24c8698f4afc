/**
 * Pictures of the dashboard as SVG and HTML, drawn on the server.
 * Called by its pages.
 * Never reads anything, and needs no script to be seen.
 *
 * @module
 */
export { type ChunkCell, chunkCells } from "./chunk_cells.ts";
export { chunkLine } from "./chunk_line.ts";
export { candleChart } from "./candle_chart.ts";
export { type LineChart, lineChart } from "./line_chart.ts";
export { releaseDots } from "./release_dots.ts";
export { revisionMap } from "./revision_map.ts";
export {
  bytesText,
  countText,
  dayText,
  instantTag,
  numberText,
  ratioText,
  spanText,
} from "./words.ts";
