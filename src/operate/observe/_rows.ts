import { formatRelation, type RelationName } from "../../base/sql/mod.ts";
import { isFalseAlarm, jobName, policyKind } from "../../timescale/job_name.ts";
import type {
  ChunkState,
  ObservedAggregate,
  ObservedChunk,
  ObservedHypertable,
  ObservedJob,
} from "./observed.ts";

/** A row of the hypertables' query. */
export interface HypertableRow extends RelationName {
  readonly id: number;
  readonly isAggregate: boolean;
  readonly timeColumn: string;
  readonly chunkInterval: string;
  readonly isCompressed: boolean;
  readonly segmentBy: string;
  readonly orderBy: string;
}

/** A row of the chunks' query. */
export interface ChunkRow {
  readonly hypertable: number;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly status: number;
  readonly hasOldSettings: boolean;
  readonly bytes: number;
  readonly estimate: number;
  readonly rows: number | null;
  readonly batches: number | null;
  readonly bytesBefore: number | null;
  readonly bytesAfter: number | null;
}

/** A row of the jobs' query. */
export interface JobRow {
  readonly id: number;
  readonly procedure: string;
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly scheduled: boolean;
  readonly everyMs: number;
  readonly schema: string | null;
  readonly name: string | null;
  readonly isRunning: boolean | null;
  readonly lastStarted: number | null;
  readonly lastSucceeded: number | null;
  readonly nextStart: number | null;
  readonly runs: number | null;
  readonly failures: number | null;
  readonly hasFailed: boolean | null;
  readonly message: string | null;
}

/** A row of the aggregates' query. */
export interface AggregateRow extends RelationName {
  readonly sourceSchema: string;
  readonly sourceName: string;
  readonly isMaterializedOnly: boolean;
  readonly isTime: boolean;
  readonly watermark: number | null;
}

/** Reads a hypertable. */
export function readHypertable(
  { schema, name, isAggregate, timeColumn, chunkInterval, ...row }: HypertableRow,
  chunks: readonly ChunkRow[],
): ObservedHypertable {
  return {
    relation: { schema, name },
    isAggregate,
    timeColumn,
    chunkInterval,
    columnstore: row.isCompressed ? { segmentBy: row.segmentBy, orderBy: row.orderBy } : null,
    chunks: chunks.map(readChunk),
  };
}

function readChunk(row: ChunkRow): ObservedChunk {
  const { name, from, to, hasOldSettings, bytes, rows, batches, bytesBefore, bytesAfter } = row;
  const state = stateOf(row.status);
  const uncompressed = row.estimate < 0 ? null : row.estimate;
  const compression = state === "uncompressed" || rows === null || batches === null ||
      bytesBefore === null || bytesAfter === null
    ? null
    : { bytesBefore, bytesAfter, rows, batches };
  return {
    ...{ name, from, to, state, hasOldSettings, bytes },
    rows: compression === null
      ? uncompressed
      : state === "partial"
      ? compression.rows + (uncompressed ?? 0)
      : compression.rows,
    compression,
  };
}

const COMPRESSED = 1;
const UNORDERED = 2;
const PARTIAL = 8;

function stateOf(status: number): ChunkState {
  if ((status & COMPRESSED) === 0) return "uncompressed";
  if ((status & PARTIAL) !== 0) return "partial";
  return (status & UNORDERED) === 0 ? "compressed" : "unordered";
}

/** Reads a job. */
export function readJob({ id, procedure, schema, name, ...row }: JobRow): ObservedJob {
  const relation = schema === null || name === null ? null : { schema, name };
  return {
    id,
    name: jobName({ id, procedure, relation: relation && formatRelation(relation) }),
    kind: policyKind(procedure) ?? "other",
    relation,
    config: row.config ?? {},
    scheduled: row.scheduled,
    everyMs: row.everyMs,
    isRunning: row.isRunning ?? false,
    lastStarted: dateOf(row.lastStarted),
    lastSucceeded: dateOf(row.lastSucceeded),
    nextStart: row.scheduled ? dateOf(row.nextStart) : null,
    runs: row.runs ?? 0,
    failures: row.failures ?? 0,
    failure: row.hasFailed === true
      ? { message: row.message ?? "no message", isFalseAlarm: isFalseAlarm(row.message) }
      : null,
  };
}

/** Reads an aggregate; the watermark of one that was never refreshed lies before the year 0. */
export function readAggregate(
  { schema, name, sourceSchema, sourceName, isMaterializedOnly, isTime, watermark }: AggregateRow,
): ObservedAggregate {
  const value = watermark === null || !isTime ? watermark : watermark / 1000;
  return {
    relation: { schema, name },
    source: { schema: sourceSchema, name: sourceName },
    isMaterializedOnly,
    watermark: value === null || value < EARLIEST ? null : value,
  };
}

const EARLIEST = Date.UTC(0, 0, 1);

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
