import { type Html, html } from "../../../base/http/mod.ts";
import { formatRelation, type RelationName } from "../../../base/sql/mod.ts";
import type { ObservedHypertable } from "../../observe/mod.ts";
import { bytesText, chunkLine, countText, ratioText } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { type Fragment, liveElement } from "./fragment.ts";
import { compressionOf, rowsOf, sizeOf } from "./table_figures.ts";

/** Batches of fewer rows than this gain little. */
const THIN = 100;

/** The hypertables as lines of their chunks over time. */
export function tablesFragment({ catalog }: Pick<Overview, "catalog">): Fragment {
  const { value } = catalog;
  const tables = (value?.hypertables ?? [])
    .toSorted((a, b) => Number(a.isAggregate) - Number(b.isAggregate));
  const parts = tables.filter(({ chunks }) => chunks.length > 0).map((table): Fragment => ({
    id: tableId(table.relation),
    html: tableCard(table),
  }));
  const empty = tables.filter(({ chunks }) => chunks.length === 0);
  return {
    id: "tables",
    parts,
    html: html`${
      value === null
        ? ""
        : tables.length === 0
        ? html`<p class="quiet">${
          value.server.timescaledb === null
            ? "This server has no TimescaleDB, so there are no hypertables."
            : 'There is no hypertable yet: "deno task migrate" makes them.'
        }</p>`
        : html`${parts.length > 0 ? legend : ""}${parts.map(liveElement)}${emptyTables(empty)}`
    }`,
  };
}

/** A name for the page, where that of a relation may hold any sign. */
export function tableId({ schema, name }: RelationName): string {
  return `table-${
    [...new TextEncoder().encode(`${schema}.${name}`)].map((byte) =>
      byte.toString(16).padStart(2, "0")
    ).join("")
  }`;
}

/** The path of a hypertable's page. */
export function tablePath({ schema, name }: RelationName): string {
  return `/tables/${encodeURIComponent(schema)}/${encodeURIComponent(name)}`;
}

const legend: Html = html`<ul class="legend" aria-label="Fills of the bars">
  ${
  [
    ["compressed", "compressed"],
    ["uncompressed", "not compressed"],
    ["partial", "partly compressed"],
    ["unordered", "compressed out of order"],
  ].map(([fill = "", words = ""]) =>
    html`<li><svg width="14" height="12" aria-hidden="true"><rect width="14" height="12" fill="url(#fill-${fill})"/></svg> ${words}</li>`
  )
}
  <li><svg width="14" height="12" class="old" aria-hidden="true"><path d="M3 3h8l-4 6z"/></svg> under old settings</li>
  <li class="quiet">height: size, by its root</li>
</ul>`;

function emptyTables(tables: readonly ObservedHypertable[]): Html {
  if (tables.length === 0) return html``;
  return html`<p class="quiet">Without a chunk: ${
    tables.map(({ relation }, i) =>
      html`${i > 0 ? ", " : ""}<a href="${tablePath(relation)}">${formatRelation(relation)}</a>`
    )
  }.</p>`;
}

function tableCard(table: ObservedHypertable): Html {
  const { relation, isAggregate } = table;
  const id = tableId(relation);
  return html`<article class="card table" aria-labelledby="${id}-h">
    <header><h3 id="${id}-h"><a href="${tablePath(relation)}">${formatRelation(relation)}</a>${
    isAggregate
      ? html`
        <span class="tag">aggregate</span>
      `
      : ""
  }</h3>${tableFigures(table)}</header>
    ${chunkLine(table, `${id}-line`)}
  </article>`;
}

/** The figures of a hypertable as a list of names and values. */
export function tableFigures({ chunks, chunkInterval, columnstore }: ObservedHypertable): Html {
  const rows = rowsOf(chunks);
  const compression = compressionOf(chunks);
  const perBatch = compression === null
    ? null
    : compression.rows / Math.max(1, compression.batches);
  return html`<dl class="figures">
    ${figure("size", bytesText(sizeOf(chunks)))}
    ${figure("rows", rows === null ? "not counted" : countText(rows))}
    ${figure("chunks", `${countText(chunks.length)} of ${chunkInterval}`)}
    ${
    figure(
      "compression",
      compression === null
        ? columnstore === null ? "off" : "none yet"
        : ratioText(compression.bytesBefore, compression.bytesAfter),
    )
  }
    ${
    perBatch === null ? "" : figure(
      "rows per batch",
      `${countText(perBatch)}${perBatch < THIN ? ", thin" : ""}`,
      perBatch < THIN,
    )
  }
  </dl>`;
}

function figure(name: string, value: string, isBad = false): Html {
  return html`
    <div${isBad
      ? html`
        class="bad"
      `
      : ""}>
      <dt>${name}</dt>
      <dd>${value}</dd>
      </div>
  `;
}
