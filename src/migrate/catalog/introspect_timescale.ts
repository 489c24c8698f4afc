import type { Queryable } from "../../base/sql/mod.ts";
import type { ServerInfo } from "../../timescale/mod.ts";
import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import { inSnapshot } from "./introspect.ts";
import { readOrder } from "./order_text.ts";
import { type JobRow, policiesOf, reorderOf } from "./policy_rows.ts";
import { type ChunksOf, readChunks } from "./read_chunks.ts";
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
 * Reads TimescaleDB's state from its information views, for 2.18.1 and newer and any edition.
 * Without the extension, the state is empty.
 *
 * @param client A connection that is not in a transaction.
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
    const chunks = await readChunks(client);
    const hypertables = (await rows<HypertableRow>(hypertablesQuery))
      .map((row) => hypertableModel(row, { jobs, compression, chunks }));
    const aggregates = (await rows<AggregateRow>(aggregatesQuery))
      .map((row) => aggregateModel(row, { jobs, compression, chunks }));
    return { hypertables, aggregates };
  });
}

interface HypertableRow extends RelationName {
  readonly timeColumn: string;
  readonly chunkInterval: string;
  /** The function's name; the view has no schema for it. */
  readonly integerNow: string | null;
  readonly spaceColumns: readonly string[];
  readonly compressed: boolean;
}

interface CompressionRow extends RelationName {
  readonly settings: {
    readonly segmentby: string | null;
    readonly orderby: string | null;
    // deno-lint-ignore camelcase -- a column of TimescaleDB's
    readonly compress_interval_length: string | null;
    /** Since 2.22. */
    readonly index?: readonly { readonly source: string }[] | null;
  };
}

interface AggregateRow extends RelationName {
  readonly query: string;
  readonly materializedOnly: boolean;
  readonly compressed: boolean;
  readonly chunkInterval: string | null;
  readonly keptInSchema: string;
  readonly keptIn: string;
}

interface Beside {
  readonly jobs: readonly JobRow[];
  readonly compression: readonly CompressionRow[];
  readonly chunks: ChunksOf;
}

function hypertableModel(row: HypertableRow, from: Beside): HypertableModel {
  return {
    relation: { schema: row.schema, name: row.name },
    timeColumn: row.timeColumn,
    chunkInterval: row.chunkInterval,
    integerNow: row.integerNow === null
      ? null
      : formatRelation({ schema: "public", name: row.integerNow }),
    spaceColumns: row.spaceColumns,
    compression: row.compressed ? compressionOf(row, from.compression) : null,
    policies: policiesOf(row, from.jobs),
    reorder: reorderOf(row, from.jobs),
    chunks: from.chunks(row),
  };
}

function compressionOf(
  relation: RelationName,
  rows: readonly CompressionRow[],
): CompressionModel | null {
  const settings = rows.find((row) => isSame(row, relation))?.settings;
  if (settings === undefined) return null;
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

function aggregateModel(row: AggregateRow, from: Beside): AggregateModel {
  const { schema, name, query, materializedOnly, chunkInterval } = row;
  const keptIn = { schema: row.keptInSchema, name: row.keptIn };
  return {
    relation: { schema, name },
    query,
    plainQuery: null,
    materializedOnly,
    policies: policiesOf(row, from.jobs),
    ...(chunkInterval === null ? {} : { chunkInterval }),
    compression: row.compressed ? compressionOf(keptIn, from.compression) : null,
    chunks: from.chunks(keptIn),
  };
}

function isSame(a: RelationName, b: RelationName): boolean {
  return a.schema === b.schema && a.name === b.name;
}
