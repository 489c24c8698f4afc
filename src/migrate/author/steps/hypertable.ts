import { parseInterval } from "../../../timescale/mod.ts";
import { timescaleFunction } from "../../../timescale/extension_schema.ts";
import { quoteLiteral } from "../../../base/sql/mod.ts";
import { formatRelation, parseRelation, relationLiteral } from "../relation.ts";
import type { Step } from "../step.ts";

/** How a table becomes a hypertable. */
export interface CreateHypertableOptions {
  /** The time column's name in SQL. */
  readonly by: string;
  /** The span of a chunk, as in SQL: `1 month`. */
  readonly chunkInterval: string;
}

/** The step that makes a table a hypertable, without an index of TimescaleDB's own. */
export function createHypertableStep(table: string, options: CreateHypertableOptions): Step {
  const relation = parseRelation(table);
  parseInterval(options.chunkInterval);
  return {
    title: `hypertable ${formatRelation(relation)}`,
    needs: "hypertable",
    effect: {
      kind: "hypertable",
      relation,
      timeColumn: options.by,
      chunkInterval: options.chunkInterval,
    },
    render: ({ target, late }) => [
      [
        `select ${timescaleFunction("create_hypertable", target)}(`,
        `  ${relationLiteral(relation)},`,
        `  ${timescaleFunction("by_range", target)}(${quoteLiteral(options.by)}, interval ${
          quoteLiteral(options.chunkInterval)
        }),`,
        // A table that waited for the extension may hold rows, which move into chunks.
        ...(late ? ["  migrate_data => true,"] : []),
        "  create_default_indexes => false",
        ")",
      ].join("\n"),
    ],
  };
}

/** The step that sets the span of chunks to come; chunks that exist keep theirs. */
export function setChunkIntervalStep(table: string, chunkInterval: string): Step {
  const relation = parseRelation(table);
  parseInterval(chunkInterval);
  return {
    title: `chunk interval of ${formatRelation(relation)}`,
    needs: "hypertable",
    effect: { kind: "chunkInterval", relation, chunkInterval },
    render: ({ target }) => [
      `select ${timescaleFunction("set_chunk_time_interval", target)}(${
        relationLiteral(relation)
      }, interval ${quoteLiteral(chunkInterval)})`,
    ],
  };
}
