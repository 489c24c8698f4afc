import { formatRelation } from "../../../../base/sql/mod.ts";
import { type Finding, finding } from "../finding.ts";
import { call, count } from "../words.ts";
import type { AdvisedServer } from "./advised_server.ts";
import type { SuspectChunk } from "./read_disorder.ts";

/** Names the chunks of which reads take wrong rows, by table. */
export function judgeDisorder(
  chunks: readonly SuspectChunk[],
  server: Pick<AdvisedServer, "schema">,
): Finding[] {
  const byTable = Map.groupBy(chunks, ({ table }) => formatRelation(table));
  return [...byTable].map(([object, found]) =>
    finding("rows-out-of-order", {
      object,
      sentence:
        `${count(found.length, "chunk")} of ${object} ${
          found.length === 1 ? "was" : "were"
        } compressed again by a TimescaleDB before 2.27.0 (#9731), with rows out of order: reads ` +
        "take wrong ones, such as a value in place of its revision, until compressed as a whole",
      remedy: found.map(({ chunk }) => chunk.replaceAll("'", "''")).map((chunk) =>
        `select ${call("decompress_chunk", server)}('${chunk}'); ` +
        `select ${call("compress_chunk", server)}('${chunk}');`
      ).join(" "),
    })
  );
}
