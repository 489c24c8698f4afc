import type { z } from "zod";
import { instrumentsInsertSchema, seriesMetadataInsertSchema } from "../../../schema/mod.ts";

/** What a name can stand for. */
export type MadeKind = "ticker" | "series" | "source";

/** A table whose rows are made for names. */
export interface MadeTable {
  /** Its name in SQL. */
  readonly table: "instruments" | "series_metadata" | "data_sources";
  /** What a row of it is called. */
  readonly noun: string;
  /** What a mapping may say of a row, beside the name itself. */
  readonly fields: readonly string[];
  /** Which of it must be said, with a value to show. */
  readonly wanted: Readonly<Record<string, string>>;
  /** Checks a row as the table would. */
  readonly check: (
    name: string,
    fields: Readonly<Record<string, string>>,
  ) => z.ZodError | undefined;
}

/** The tables whose rows can be made for names. */
export const madeTables: Readonly<Record<MadeKind, MadeTable>> = {
  ticker: {
    table: "instruments",
    noun: "instrument",
    fields: ["name", "assetClass", "country", "currency", "exchange"],
    wanted: { assetClass: "equity", country: "US", currency: "USD" },
    check: (ticker, fields) => instrumentsInsertSchema.safeParse({ ticker, ...fields }).error,
  },
  series: {
    table: "series_metadata",
    noun: "series",
    fields: ["name", "unit", "frequency", "country", "zone"],
    wanted: {
      unit: "percent",
      frequency: "monthly",
      country: "US",
      zone: "America/New_York",
    },
    check: (seriesCode, { zone, ...fields }) =>
      seriesMetadataInsertSchema.safeParse({
        ...{ sourceId: 1, seriesCode, ...fields },
        releaseTimezone: zone,
      }).error,
  },
  source: {
    table: "data_sources",
    noun: "source",
    fields: [],
    wanted: {},
    check: () => undefined,
  },
};

/** A value as the tables have it, where a file may have a code for it. */
export function madeValue(field: string, value: string): string {
  return field === "frequency" ? sdmxFrequencies[value] ?? value : value;
}

/** What SDMX writes for how often an observation comes. */
const sdmxFrequencies: Readonly<Record<string, string>> = {
  A: "annual",
  S: "semiannual",
  Q: "quarterly",
  M: "monthly",
  W: "weekly",
  B: "daily",
  D: "daily",
};
