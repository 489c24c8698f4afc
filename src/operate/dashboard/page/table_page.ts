import { type Html, html } from "../../../base/http/mod.ts";
import { formatRelation } from "../../../base/sql/mod.ts";
import type { ObservedChunk, ObservedHypertable } from "../../observe/mod.ts";
import { bytesText, chunkLine, countText, dayText, ratioText } from "../draw/mod.ts";
import { pagingLinks } from "./paging.ts";
import { tableFigures, tablePath } from "./tables_section.ts";

/** The chunks of one page. */
const SIZE = 100;

/** The page of a hypertable: every chunk, newest first. */
export function tablePage(table: ObservedHypertable, page: number): Html {
  const { relation, timeColumn, columnstore, chunks } = table;
  const isTime = !/^\d+$/.test(table.chunkInterval);
  const name = formatRelation(relation);
  const newest = chunks.toReversed().slice((page - 1) * SIZE, page * SIZE);
  return html`
    <div class="head">
      <h1>${name}</h1>
      <p class="quiet">By <code>${timeColumn}</code>${columnstore === null
        ? ", not compressed"
        : html`, compressed by <code>${
          columnstore.segmentBy || "nothing"
        }</code> in the order of <code>${columnstore.orderBy}</code>`}.</p>
    </div>
      <article class="card table">${tableFigures(table)}${chunkLine(table, "line")}</article>
      <h2>Chunks</h2>
      <div class="wide" role="region" aria-label="Table: Chunks" tabindex="0">
      <table>
        <caption>Chunks of ${name}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Chunk</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Size</th>
            <th scope="col" class="number">Rows</th>
            <th scope="col" class="number">Compression</th>
            <th scope="col" class="number">Rows per batch</th>
          </tr>
        </thead>
        <tbody>${newest.map((chunk) => chunkRow(chunk, isTime))}</tbody>
      </table>
    </div>
      ${pagingLinks({
        page,
        size: SIZE,
        total: chunks.length,
        href: (to) => `${tablePath(relation)}?page=${to}`,
      })}
  `;
}

const words = {
  compressed: "compressed",
  uncompressed: "not compressed",
  partial: "partly compressed",
  unordered: "out of order",
} as const;

function chunkRow(chunk: ObservedChunk, isTime: boolean): Html {
  const { compression, rows } = chunk;
  const write = isTime ? dayText : (value: number) => countText(value);
  return html`
    <tr>
      <th scope="row"><code>${chunk.name.split(".").at(-1) ?? chunk.name}</code></th>
      <td>${write(chunk.from)}</td>
      <td>${write(chunk.to)}</td>
      <td>${words[chunk.state]}${chunk.hasOldSettings ? ", under old settings" : ""}</td>
      <td class="number">${bytesText(chunk.bytes)}</td>
      <td class="number">${rows === null ? "–" : countText(rows)}</td>
      <td class="number">${compression === null
        ? "–"
        : ratioText(compression.bytesBefore, compression.bytesAfter)}</td>
      <td class="number">${compression === null
        ? "–"
        : countText(compression.rows / Math.max(1, compression.batches))}</td>
    </tr>
  `;
}
