import type { z } from "zod";
import { instrumentsInsertSchema, seriesMetadataInsertSchema } from "../../../schema/mod.ts";

/** The kinds of names that stand for ids. */
export type MadeKind = "ticker" | "series" | "source";

/** A table in which rows are made for names. */
export interface MadeTable {
  /** Its name in SQL. */
  readonly table: "instruments" | "series_metadata" | "data_sources";
  /** The word for one of its rows. */
  readonly noun: string;
  /** The fields that a mapping may give, besides the name itself. */
  readonly fields: readonly string[];
  /** The fields that must be given, each with a sample value. */
  readonly wanted: Readonly<Record<string, string>>;
  /** Checks a row with the schema of the table. */
  readonly check: (
    name: string,
    fields: Readonly<Record<string, string>>,
  ) => z.ZodError | undefined;
}

/** The tables in which rows can be made, by kind of name. */
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

/** Converts a code that a file may have for a value, such as SDMX's frequencies, to the value. */
export function madeValue(field: string, value: string): string {
  return field === "frequency" ? sdmxFrequencies[value] ?? value : value;
}

/** The codes of SDMX for frequencies. */
const sdmxFrequencies: Readonly<Record<string, string>> = {
  A: "annual",
  S: "semiannual",
  Q: "quarterly",
  M: "monthly",
  W: "weekly",
  B: "daily",
  D: "daily",
};
