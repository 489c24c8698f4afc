import type { ChunksModel } from "./chunk_model.ts";
import type { PlainDifference } from "./difference.ts";
import type { CompressionModel } from "./timescale_model.ts";

/** Compares the chunks of a table with its expected settings. */
export function diffChunks(
  object: string,
  expected: CompressionModel | null,
  { compressed, indexes }: ChunksModel,
): readonly PlainDifference[] {
  const wanted = expected === null ? null : settingsText(expected);
  const others = compressed.filter((settings) => settingsText(settings) !== wanted);
  return [
    ...(wanted === null || others.length === 0 ? [] : [{
      object,
      property: "compressed chunks",
      expected: wanted,
      actual: others.map((settings) =>
        `${settingsText(settings)} in ${chunksText(settings.chunks, settings.example)}`
      ).join("; "),
    }]),
    ...indexes.map(({ name, state, chunks, example }) => ({
      object: `${object}.${name}`,
      property: "chunk index",
      expected: "on every chunk",
      actual: `${state === "gone" ? "missing" : "invalid"} on ${chunksText(chunks, example)}`,
    })),
  ];
}

/** Describes compression settings. */
export function settingsText(
  { segmentBy, orderBy }: Pick<CompressionModel, "segmentBy" | "orderBy">,
): string {
  return `segmented by (${segmentBy.join(", ")}), ordered by (${orderBy.join(", ")})`;
}

function chunksText(chunks: number, example: string): string {
  return chunks === 1 ? `the chunk ${example}` : `${chunks} chunks, ${example} among them`;
}
