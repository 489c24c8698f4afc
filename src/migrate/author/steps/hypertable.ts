import { timescaleFunction } from "../../../timescale/extension_schema.ts";
import { type Span, spanText } from "../../../timescale/mod.ts";
import { quoteLiteral } from "../../../base/sql/mod.ts";
import { formatRelation, parseRelation, relationLiteral } from "../relation.ts";
import type { Step } from "../step.ts";
import { spanLiteral } from "./span_literal.ts";

/** Options for converting a table to a hypertable. */
export interface CreateHypertableOptions {
  /** The SQL name of the time column. */
  readonly by: string;
  /**
   * The chunk interval: an interval as in SQL (`1 month`), or a number for an integer time column.
   */
  readonly chunkInterval: Span;
  /**
   * True moves existing rows into chunks; nobody can read the table meanwhile. Otherwise the server
   * refuses a table that holds rows.
   */
  readonly migrateData?: boolean;
}

/**
 * Creates the step that converts a table to a hypertable, without TimescaleDB's default indexes.
 */
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
        // A table that waited for the extension may hold rows; they move into chunks.
        ...(late || options.migrateData === true ? ["  migrate_data => true,"] : []),
        "  create_default_indexes => false",
        ")",
      ].join("\n"),
    ],
  };
}

/** Creates the step that sets the interval of new chunks. Existing chunks keep theirs. */
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

/** Creates the step that sets the function for the current value of an integer time column. */
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
