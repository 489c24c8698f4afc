import { timescaleFunction } from "../../../timescale/extension_schema.ts";
import { type Span, spanText } from "../../../timescale/mod.ts";
import { quoteLiteral } from "../../../base/sql/mod.ts";
import { formatRelation, parseRelation, relationLiteral } from "../relation.ts";
import type { Step } from "../step.ts";
import { spanLiteral } from "./span_literal.ts";

/** How a table becomes a hypertable. */
export interface CreateHypertableOptions {
  /** The time column's name in SQL. */
  readonly by: string;
  /** The span of a chunk: an interval as in SQL (`1 month`), a number for an integer time column. */
  readonly chunkInterval: Span;
  /**
   * True moves the rows that the table holds into chunks, while no one else may read it. Without it the
   * server refuses a table that holds one.
   */
  readonly migrateData?: boolean;
}

/** The step that makes a table a hypertable, without an index of TimescaleDB's own. */
export function createHypertableStep(table: string, options: CreateHypertableOptions): Step {
  const relation = parseRelation(table);
  const chunkInterval = spanText(options.chunkInterval);
  return {
    title: `hypertable ${formatRelation(relation)}`,
    needs: "hypertable",
    effect: {
      kind: "hypertable",
      relation,
      timeColumn: options.by,
      chunkInterval,
    },
    render: ({ target, late }) => [
      [
        `select ${timescaleFunction("create_hypertable", target)}(`,
        `  ${relationLiteral(relation)},`,
        `  ${timescaleFunction("by_range", target)}(${quoteLiteral(options.by)}, ${
          spanLiteral(chunkInterval)
        }),`,
        // A table that waited for the extension may hold rows, which move into chunks.
        ...(late || options.migrateData === true ? ["  migrate_data => true,"] : []),
        "  create_default_indexes => false",
        ")",
      ].join("\n"),
    ],
  };
}

/** The step that sets the span of chunks to come; chunks that exist keep theirs. */
export function setChunkIntervalStep(table: string, span: Span): Step {
  const relation = parseRelation(table);
  const chunkInterval = spanText(span);
  return {
    title: `chunk interval of ${formatRelation(relation)}`,
    needs: "hypertable",
    effect: { kind: "chunkInterval", relation, chunkInterval },
    render: ({ target }) => [
      `select ${timescaleFunction("set_chunk_time_interval", target)}(${
        relationLiteral(relation)
      }, ${spanLiteral(chunkInterval)})`,
    ],
  };
}

/** The step that names the function which tells the current value of an integer time column. */
export function setIntegerNowStep(table: string, name: string): Step {
  const relation = parseRelation(table);
  const now = parseRelation(name);
  return {
    title: `integer now of ${formatRelation(relation)}`,
    needs: "hypertable",
    effect: { kind: "integerNow", relation, integerNow: formatRelation(now) },
    render: ({ target }) => [
      `select ${timescaleFunction("set_integer_now_func", target)}(${relationLiteral(relation)}, ${
        relationLiteral(now)
      }, replace_if_exists => true)`,
    ],
  };
}
