import type { ChunkState } from "../../observe/mod.ts";
import type { ChunkCell } from "./chunk_cells.ts";
import { bytesText, countText, dayText } from "./words.ts";

const stateWords: Readonly<Record<ChunkState, string>> = {
  compressed: "compressed",
  uncompressed: "not compressed",
  partial: "partly compressed",
  unordered: "compressed out of order",
};

/** What a bar stands for: its range, chunks, states, size and rows. */
export function cellWords(cell: ChunkCell, isTime: boolean): string {
  const write = isTime ? dayText : (value: number) => countText(value);
  const range = `${write(cell.from)} to ${write(cell.to)}`;
  const rows = cell.rows === null ? "rows not counted" : countText(cell.rows, "row");
  return [
    range,
    cell.chunks === 1 ? "1 chunk" : countText(cell.chunks, "chunk"),
    statesWords(cell),
    bytesText(cell.bytes),
    rows,
  ].join(" · ");
}

/** The states of a cell in words, with counts where there are several. */
function statesWords(
  { states, chunks, old }: Pick<ChunkCell, "states" | "chunks" | "old">,
): string {
  // as: the keys are those of the record.
  const told = (Object.keys(stateWords) as ChunkState[]).filter((state) => states[state] > 0)
    .map((state) =>
      states[state] === chunks ? stateWords[state] : `${states[state]} ${stateWords[state]}`
    );
  if (old > 0) told.push(old === chunks ? "under old settings" : `${old} under old settings`);
  return told.join(", ");
}

/** What a whole line shows. */
export function lineWords(name: string, cells: readonly ChunkCell[], isTime: boolean): string {
  const sum = (of: (cell: ChunkCell) => number) => cells.reduce((all, cell) => all + of(cell), 0);
  const whole = {
    chunks: sum(({ chunks }) => chunks),
    old: sum(({ old }) => old),
    states: {
      compressed: sum(({ states }) => states.compressed),
      uncompressed: sum(({ states }) => states.uncompressed),
      partial: sum(({ states }) => states.partial),
      unordered: sum(({ states }) => states.unordered),
    },
  };
  const write = isTime ? dayText : (value: number) => countText(value);
  const to = Math.max(...cells.map((cell) => cell.to));
  return `Chunks of ${name} from ${write(cells[0]?.from ?? 0)} to ${write(to)}: ` +
    `${countText(whole.chunks, "chunk")}, ${statesWords(whole)}, ${
      bytesText(sum(({ bytes }) => bytes))
    }`;
}
