import type { Queryable } from "../../base/sql/mod.ts";
import type { ServerInfo } from "../../timescale/mod.ts";
import type { RelationName } from "../author/effect.ts";
import { inSnapshot } from "./introspect.ts";
import { readOrder } from "./order_text.ts";
import { type JobRow, policiesOf, reorderOf } from "./policy_rows.ts";
import {
  aggregatesQuery,
  compressionQuery,
  hypertablesQuery,
  jobsQuery,
} from "./_timescale_queries.ts";
import type {
  AggregateModel,
  CompressionModel,
  HypertableModel,
  TimescaleModel,
} from "./timescale_model.ts";

/**
 * Reads TimescaleDB's state from its information views, of 2.18.1 and newer and any edition. Without
 * the extension there is none.
 *
 * @param client A connection of its own, outside of a transaction.
 */
export async function introspectTimescale(
  client: Queryable,
  server: ServerInfo,
): Promise<TimescaleModel> {
  if (server.timescaledb === null) return { hypertables: [], aggregates: [] };
  return await inSnapshot(client, async () => {
    const rows = async <Row>(query: string): Promise<readonly Row[]> =>
      (await client.query<Row>(query)).rows;
    const jobs = await rows<JobRow>(jobsQuery);
    const compression = await rows<CompressionRow>(compressionQuery);
    const hypertables = (await rows<HypertableRow>(hypertablesQuery))
      .map((row) => hypertableModel(row, { jobs, compression }));
    const aggregates = (await rows<AggregateRow>(aggregatesQuery))
      .map((row) => aggregateModel(row, jobs));
    return { hypertables, aggregates };
  });
}

interface HypertableRow extends RelationName {
  readonly timeColumn: string;
  readonly chunkInterval: string;
  readonly spaceColumns: readonly string[];
  readonly compressed: boolean;
}

interface CompressionRow extends RelationName {
  readonly settings: {
    readonly segmentby: string | null;
    readonly orderby: string | null;
    // deno-lint-ignore camelcase -- a column of TimescaleDB's
    readonly compress_interval_length: string | null;
    /** From 2.22 on. */
    readonly index?: readonly { readonly source: string }[] | null;
  };
}

interface AggregateRow extends RelationName {
  readonly query: string;
  readonly materializedOnly: boolean;
}

function hypertableModel(
  row: HypertableRow,
  from: {
    readonly jobs: readonly JobRow[];
    readonly compression: readonly CompressionRow[];
  },
): HypertableModel {
  const settings = from.compression.find((candidate) => isSame(candidate, row))?.settings;
  return {
    relation: { schema: row.schema, name: row.name },
    timeColumn: row.timeColumn,
    chunkInterval: row.chunkInterval,
    spaceColumns: row.spaceColumns,
    compression: row.compressed && settings !== undefined ? compressionModel(settings) : null,
    policies: policiesOf(row, from.jobs),
    reorder: reorderOf(row, from.jobs),
  };
}

function compressionModel(settings: CompressionRow["settings"]): CompressionModel {
  const { segmentby, orderby, index } = settings;
  return {
    segmentBy: segmentby === null || segmentby === "" ? [] : segmentby.split(","),
    orderBy: readOrder(orderby ?? ""),
    rollup: settings.compress_interval_length,
    sparseByHand: index === undefined
      ? null
      : index?.some((entry) => entry.source === "config") ?? false,
  };
}

function aggregateModel(row: AggregateRow, jobs: readonly JobRow[]): AggregateModel {
  const { schema, name, query, materializedOnly } = row;
  return {
    relation: { schema, name },
    query,
    plainQuery: null,
    materializedOnly,
    policies: policiesOf(row, jobs),
  };
}

function isSame(a: RelationName, b: RelationName): boolean {
  return a.schema === b.schema && a.name === b.name;
}
