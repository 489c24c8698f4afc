/**
 * Answers in columns: typed arrays read from the server by a binary COPY, batch by batch.
 * Called by the formats, by export and by serve.
 * Never holds more than a batch.
 *
 * @module
 */
export { columnTypeOf } from "./column_type.ts";
export type { Column, ColumnType } from "./column_type.ts";
export type { BatchColumn, ColumnBatch, ColumnStream, ColumnValues } from "./column_batch.ts";
export { readColumns } from "./read_columns.ts";
export type { ColumnStatement, ConnectionSource, ReadColumnsOptions } from "./read_columns.ts";
export { describeColumns } from "./describe_columns.ts";
