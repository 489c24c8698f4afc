import type { PgTable } from "drizzle-orm/pg-core";
import {
  appendVintages,
  insertRows,
  type OnConflict,
  type VintageTable,
} from "../../../ingest/mod.ts";
import { fiscalData, flowData, macroSeries } from "../../../schema/mod.ts";
import type { WriteRows } from "./store_batch.ts";

/**
 * Chooses how rows are written: as vintages into a table that keeps every revision, by their key
 * into any other.
 */
export function tableWriter(table: PgTable, onConflict: OnConflict | undefined): WriteRows {
  const vintages = VINTAGE_TABLES.find((one) => one === table);
  return (tx, rows) => {
    const options = {
      badRows: "collect",
      batchRows: Math.max(rows.length, 1),
      // Every one is told of, in the dead-letter topic or in the error.
      maxExamples: Infinity,
    } as const;
    if (vintages === undefined) {
      return insertRows(
        tx,
        table,
        // as: each row is checked by the writer.
        rows as never,
        onConflict === undefined ? options : { ...options, onConflict },
      );
    }
    // as: each row is checked by the writer.
    return appendVintages(tx, rows as never, { ...options, table: vintages });
  };
}

/** Tells whether a table keeps every revision. */
export function keepsVintages(table: PgTable): boolean {
  return VINTAGE_TABLES.some((one) => one === table);
}

/** The tables that keep every revision. */
export const VINTAGE_TABLES: readonly VintageTable[] = [macroSeries, flowData, fiscalData];
