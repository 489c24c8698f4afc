import type { ChunkCompressionFigures, ObservedHypertable } from "../../../observe/mod.ts";
import { formatRelation } from "../../../../base/sql/mod.ts";
import { intervalMicroseconds, parseInterval } from "../../../../timescale/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { call, count, size, sqlText } from "../words.ts";
import type { AdvisedServer } from "./advised_server.ts";

/** Judges what compression gains: the rows in a segment, and the size against what it was. */
export function judgeDensity(
  table: ObservedHypertable,
  { server, limits }: { readonly server: AdvisedServer; readonly limits: AdviceLimits },
): Finding[] {
  const figures = table.chunks.flatMap(({ compression }) => compression ?? []);
  const sum = (part: keyof ChunkCompressionFigures) =>
    figures.reduce((total, one) => total + one[part], 0);
  const [rows, batches] = [sum("rows"), sum("batches")];
  const [before, after] = [sum("bytesBefore"), sum("bytesAfter")];
  const object = formatRelation(table.relation);
  if (batches === 0) return [];
  const perBatch = rows / batches;
  const ratio = before / after;
  const text = `${Math.round(perBatch)} rows a segment, ${size(before)} became ${size(after)}`;
  if (perBatch < limits.rowsPerSegment && rows >= limits.rowsToJudge && figures.length > 1) {
    return [finding("thin-segments", {
      object,
      sentence: `${object} compresses thinly (${text} in ${count(figures.length, "chunk")}): ` +
        `under about ${limits.rowsPerSegment} rows compression gains nothing, longer chunks hold more`,
      remedy: `select ${call("set_chunk_time_interval", server)}(${sqlText(table.relation)}, ` +
        `${longer(table.chunkInterval, Math.ceil(TARGET / perBatch))}); -- new chunks only`,
    })];
  }
  if (ratio < limits.compressionRatio && before >= limits.bytesToJudge) {
    return [finding("poor-compression", {
      object,
      sentence:
        `${object} hardly compresses (${text}): columns that repeat belong into segmentby, ` +
        "values close to each other into the order",
      remedy: "select * from timescaledb_information.hypertable_columnstore_settings " +
        `where hypertable = ${sqlText(table.relation)}::regclass;`,
    })];
  }
  return [];
}

/** Rows a segment to aim at: enough to compress, well under a batch's 1,000. */
const TARGET = 500;

function longer(chunkInterval: string, factor: number): string {
  if (/^\d+$/.test(chunkInterval)) return String(BigInt(chunkInterval) * BigInt(factor));
  const hours = factor * intervalMicroseconds(parseInterval(chunkInterval)) / 3_600_000_000;
  return hours >= 24
    ? `interval '${Math.ceil(hours / 24)} days'`
    : `interval '${Math.ceil(hours)} hours'`;
}
