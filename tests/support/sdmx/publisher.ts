import type { StandInRequest } from "../stand_in/mod.ts";
import type { Change, SdmxQuery } from "./query.ts";

/** What differs between SDMX services. */
export interface Publisher {
  /** The path for data, with the groups `flow` and `key`. */
  readonly path: RegExp;
  /** Whether it supports `updatedAfter`; others ignore it. */
  readonly knowsUpdates: boolean;
  /** Whether it supports `includeHistory`. */
  readonly knowsHistory: boolean;
  /** Tells whether a request asks for CSV. */
  isCsv(request: StandInRequest): boolean;
  /** Formats what was found as a table: a header and rows. */
  table(found: Found): readonly (readonly string[])[];
  /** The line end. */
  readonly lineEnd: string;
  /** The answer to a request without matches. */
  nothing(found: Found): Response;
}

/** The data found for a request. */
export interface Found {
  readonly request: StandInRequest;
  readonly query: SdmxQuery;
  /** The newest value of each requested period. */
  readonly current: readonly Change[];
  /** All changes of the requested periods. */
  readonly changes: readonly Change[];
  /** The last change of the flow. */
  readonly updated: string;
}

/** Returns the names of the dimensions of the data found. */
export function dimensionsOf({ current, changes }: Found): string[] {
  return Object.keys((current[0] ?? changes[0])?.series.dimensions ?? {});
}

/** Formats a table as CSV; cells with commas or quotes are quoted. */
export function writeCsv(
  table: readonly (readonly string[])[],
  lineEnd: string,
): string {
  const cell = (text: string) => /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return table.map((row) => row.map(cell).join(",") + lineEnd).join("");
}
