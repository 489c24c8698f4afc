import { isAtLeast, parseInterval } from "../../../timescale/mod.ts";
import { timescaleFunction } from "../../../timescale/extension_schema.ts";
import { quoteIdentifier, quoteLiteral } from "../../../base/sql/mod.ts";
import type { CompressionSettings } from "../effect.ts";
import { parseOrder } from "../order_text.ts";
import { formatRelation, parseRelation, quoteRelation, relationLiteral } from "../relation.ts";
import type { Step } from "../step.ts";
import type { Target } from "../target.ts";

/**
 * Compression settings as a migration writes them: `{ segmentBy: ["a"], orderBy: ["time desc"] }`.
 */
export interface CompressionOptions {
  /** The columns to segment by, with their SQL names. */
  readonly segmentBy: readonly string[];
  /**
   * The order within a segment: `column`, `column asc` or `column desc`. Put a name that contains a
   * space in double quotes.
   */
  readonly orderBy: readonly string[];
  /**
   * The interval up to which compressed chunks are merged, in days or weeks. Null disables merging;
   * if omitted, the setting stays as it is.
   */
  readonly rollup?: string | null;
}

/** Creates the step that enables compression (the columnstore) or changes its settings. */
export function setCompressionStep(table: string, options: CompressionOptions): Step {
  const relation = parseRelation(table);
  const settings = readCompression(options);
  return {
    title: `compression of ${formatRelation(relation)}`,
    needs: "compression",
    effect: { kind: "compression", relation, settings },
    render: ({ target }) => [
      `alter table ${quoteRelation(relation)} set (\n  ${
        compressionParameters(settings, sparseIndex(settings, target)).join(",\n  ")
      }\n)`,
    ],
  };
}

/**
 * Creates the step that decompresses all chunks and disables compression. The policy must be
 * removed first.
 */
export function removeCompressionStep(table: string): Step {
  const relation = parseRelation(table);
  return {
    title: `no compression of ${formatRelation(relation)}`,
    needs: "compression",
    effect: { kind: "compression", relation, settings: null },
    render: ({ target }) => [
      `select ${timescaleFunction("decompress_chunk", target)}(chunk, if_compressed => true) from ${
        timescaleFunction("show_chunks", target)
      }(${relationLiteral(relation)}) as chunk`,
      `alter table ${quoteRelation(relation)} set (timescaledb.compress = false)`,
    ],
  };
}

/**
 * Returns the sparse index to set explicitly on a target, or null if none is needed. Multi-column
 * indexes or keys make TimescaleDB add a bloom index to chunks by default, and such chunks silently
 * never merge (measured on 2.29.2: 35 chunks stayed 35, and became 4 with any explicit index). The
 * empty setting would help as well, but an upsert into a chunk compressed with it crashes 2.29.2
 * with a segmentation fault. The index returned here is the one that the first `orderBy` column has
 * anyway. The parameter exists since 2.22.
 */
export function sparseIndex(settings: CompressionSettings, target: Target): string | null {
  const [first] = settings.orderBy;
  if (typeof settings.rollup !== "string" || first === undefined) return null;
  if (target.timescaledb === null || !isAtLeast(target.timescaledb, "2.22.0")) return null;
  return `minmax(${quoteIdentifier(first.column)})`;
}

/** Parses compression settings as a migration writes them. */
export function readCompression(options: CompressionOptions): CompressionSettings {
  const { segmentBy, orderBy, rollup } = options;
  if (typeof rollup === "string") parseInterval(rollup);
  return { segmentBy, orderBy: orderBy.map(parseOrder), rollup };
}

/**
 * Returns the settings as storage parameters of TimescaleDB.
 *
 * @param index The sparse index to set explicitly, or null; aggregates do not take one.
 */
export function compressionParameters(
  settings: CompressionSettings,
  index: string | null,
): string[] {
  const segmentBy = settings.segmentBy.map((name) => quoteIdentifier(name)).join(", ");
  const orderBy = settings.orderBy
    .map(({ column, direction }) => `${quoteIdentifier(column)} ${direction}`)
    .join(", ");
  return [
    "timescaledb.compress",
    `timescaledb.compress_segmentby = ${quoteLiteral(segmentBy)}`,
    `timescaledb.compress_orderby = ${quoteLiteral(orderBy)}`,
    ...(settings.rollup === undefined
      ? []
      : [`timescaledb.compress_chunk_time_interval = ${quoteLiteral(settings.rollup ?? "0")}`]),
    ...(index === null ? [] : [`timescaledb.sparse_index = ${quoteLiteral(index)}`]),
  ];
}
