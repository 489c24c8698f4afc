import type { ColumnStream } from "../columns/mod.ts";
import { formatNamed } from "../format/mod.ts";
import type { AnswerEncoder } from "./answer_encoder.ts";

/**
 * A JSON document: what `head` says, the columns with their types, and the rows as objects, which
 * JavaScript and `pandas.DataFrame` take as they are. Values are written as in JSON lines.
 */
export async function jsonDocument(
  head: Readonly<Record<string, unknown>>,
): Promise<AnswerEncoder> {
  const lines = await formatNamed("jsonl");
  return {
    mediaType: "application/json",
    extension: "json",
    encode: (stream) => documentOf(head, stream, lines.encode(stream)),
  };
}

async function* documentOf(
  head: Readonly<Record<string, unknown>>,
  { columns }: ColumnStream,
  lines: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const begin = JSON.stringify({ ...head, columns });
  let before = `${begin.slice(0, -1)},"rows":[\n`;
  for await (const piece of lines) {
    // A piece is whole lines, and only their ends are line feeds: within a text it is written \n.
    const rows = decoder.decode(piece).slice(0, -1).replaceAll("\n", ",\n");
    yield encoder.encode(before + rows);
    before = ",\n";
  }
  yield encoder.encode(before === ",\n" ? "\n]}\n" : `${before}]}\n`);
}
