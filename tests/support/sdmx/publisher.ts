import type { StandInRequest } from "../stand_in/mod.ts";
import type { Change, SdmxQuery } from "./query.ts";

/** What is an SDMX service's own. */
export interface Publisher {
  /** Its path for data, with the groups `flow` and `key`. */
  readonly path: RegExp;
  /** Whether it takes `updatedAfter`; others ignore it. */
  readonly knowsUpdates: boolean;
  /** Whether it takes `includeHistory`. */
  readonly knowsHistory: boolean;
  /** Whether a request asks for CSV. */
  isCsv(request: StandInRequest): boolean;
  /** The table of what was found: a header and rows. */
  table(found: Found): readonly (readonly string[])[];
  /** What ends a line. */
  readonly lineEnd: string;
  /** The answer to a request that nothing matches. */
  nothing(found: Found): Response;
}

/** What was found for a request. */
export interface Found {
  readonly request: StandInRequest;
  readonly query: SdmxQuery;
  /** The newest value of each asked period. */
  readonly current: readonly Change[];
  /** Every change of the asked periods. */
  readonly changes: readonly Change[];
  /** When the flow changed last. */
  readonly updated: string;
}

/** The names of the dimensions of what was found. */
export function dimensionsOf({ current, changes }: Found): string[] {
  return Object.keys((current[0] ?? changes[0])?.series.dimensions ?? {});
}

/** Writes a table as CSV; a cell with a comma or a quote is quoted. */
export function writeCsv(
  table: readonly (readonly string[])[],
  lineEnd: string,
): string {
  const cell = (text: string) => /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return table.map((row) => row.map(cell).join(",") + lineEnd).join("");
}
