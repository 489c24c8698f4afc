import type { AnswerEncoder } from "./answer_encoder.ts";
import { formatNamed } from "../format/mod.ts";
import { jsonDocument } from "./_json_document.ts";

/** The formats of answers, in the order in which they are preferred. */
export const formatNames = ["json", "csv", "jsonl", "arrow", "parquet"] as const;

/** The name of a format of answers. */
export type AnswerFormat = typeof formatNames[number];

/** The media types that a client may name, the answer's own first. */
export const mediaTypes: Readonly<Record<AnswerFormat, readonly string[]>> = {
  json: ["application/json"],
  csv: ["text/csv"],
  jsonl: ["application/x-ndjson", "application/jsonl", "application/x-jsonlines"],
  arrow: ["application/vnd.apache.arrow.file", "application/vnd.apache.arrow"],
  parquet: ["application/vnd.apache.parquet", "application/x-parquet"],
};

/** Loads the encoder of a format; `head` is what a JSON document says before its rows. */
export async function answerEncoder(
  name: AnswerFormat,
  head: Readonly<Record<string, unknown>>,
): Promise<AnswerEncoder> {
  return name === "json" ? await jsonDocument(head) : await formatNamed(name);
}
