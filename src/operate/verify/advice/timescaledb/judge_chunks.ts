import type { ObservedHypertable } from "../../../observe/mod.ts";
import { formatRelation } from "../../../../base/sql/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { call, count, sqlText } from "../words.ts";
import type { AdvisedServer } from "./advised_server.ts";

/** Judges the state of compressed chunks: old settings, and rows that came after compression. */
export function judgeChunks(
  { relation, chunks }: ObservedHypertable,
  { at, server, limits }: {
    readonly at: Date;
    readonly server: AdvisedServer;
    readonly limits: AdviceLimits;
  },
): Finding[] {
  const object = formatRelation(relation);
  const settled = chunks.filter(({ to }) => to < at.getTime() - limits.settledMs);
  const old = chunks.filter(({ hasOldSettings }) => hasOldSettings).length;
  const partial = settled.filter(({ state }) => state === "partial");
  const unordered = settled.filter(({ state }) => state === "unordered");
  const compress = call("compress_chunk", server);
  const again = (state: "partial" | "unordered", names: readonly { readonly name: string }[]) =>
    `select ${compress}(chunk::regclass${state === "unordered" ? ", recompress => true" : ""}) ` +
    `from unnest(array[${
      names.map(({ name }) => `'${name.replaceAll("'", "''")}'`).join(", ")
    }]) chunk;`;
  return [
    ...(old === 0 ? [] : [finding("old-settings", {
      object,
      sentence: `${count(old, "chunk")} of ${object} ${old === 1 ? "was" : "were"} compressed ` +
        "under settings that it no longer has: a change of segmentby or orderby concerns new ones alone",
      remedy: `select ${compress}(c.chunk, recompress => true) ` +
        "from timescaledb_information.chunk_columnstore_settings c " +
        "join timescaledb_information.hypertable_columnstore_settings h using (hypertable) " +
        `where hypertable = ${sqlText(relation)}::regclass ` +
        "and (c.segmentby, c.orderby) is distinct from (h.segmentby, h.orderby);",
    })]),
    ...(partial.length === 0 ? [] : [finding("partial-chunks", {
      object,
      sentence: `${count(partial.length, "chunk")} of ${object} ` +
        `${
          partial.length === 1 ? "holds" : "hold"
        } rows that are not compressed beside those that are`,
      remedy: again("partial", partial.slice(0, 20)),
    })]),
    ...(unordered.length === 0 ? [] : [finding("unordered-chunks", {
      object,
      sentence: `${count(unordered.length, "chunk")} of ${object} ` +
        `${unordered.length === 1 ? "has" : "have"} compressed batches that overlap, which slows ` +
        "reads in order",
      remedy: again("unordered", unordered.slice(0, 20)),
    })]),
  ];
}
