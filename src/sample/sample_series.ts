import type { NewSeriesMetadata } from "../schema/mod.ts";
import {
  atEndOfDay,
  atStartOfDay,
  inNextMonth,
  onReleaseDate,
  type ReleaseRule,
} from "./release_rule.ts";

/** A series of the sample: its metadata, its file and the rule for its release times. */
export interface SampleSeries extends Omit<NewSeriesMetadata, "sourceId"> {
  /** The name of the source. */
  readonly sourceName: string;
  /** The file in tests/data. */
  readonly file: string;
  /** The rule for when the market could know a figure. */
  readonly release: ReleaseRule;
}

const newYork = { country: "US", releaseTimezone: "America/New_York" } as const;
const saoPaulo = {
  country: "BR",
  releaseTimezone: "America/Sao_Paulo",
  dateFormat: "DD/MM/YYYY",
} as const;

/** The macro series of the sample. */
export const sampleSeries: readonly SampleSeries[] = [
  {
    ...newYork,
    sourceName: "ALFRED",
    seriesCode: "GDPC1",
    name: "Real gross domestic product",
    frequency: "quarterly",
    unit: "billions of chained 2017 dollars, seasonally adjusted annual rate",
    isRevisable: true,
    file: "us_real_gdp_vintages.csv",
    release: onReleaseDate("08:30"),
  },
  {
    ...newYork,
    sourceName: "ALFRED",
    seriesCode: "GDP",
    name: "Gross domestic product",
    frequency: "quarterly",
    unit: "billions of dollars, seasonally adjusted annual rate",
    isRevisable: true,
    file: "us_nominal_gdp_vintages.csv",
    release: onReleaseDate("08:30"),
  },
  {
    ...newYork,
    sourceName: "ALFRED",
    seriesCode: "PAYEMS",
    name: "All employees, total nonfarm",
    frequency: "monthly",
    unit: "thousands of persons, seasonally adjusted",
    isRevisable: true,
    file: "us_payroll_vintages.csv",
    release: onReleaseDate("08:30"),
  },
  {
    ...saoPaulo,
    sourceName: "BCB SGS",
    seriesCode: "433",
    name: "IPCA",
    frequency: "monthly",
    unit: "percent month on month",
    isRevisable: false,
    file: "br_ipca.csv",
    // IBGE publishes between the 5th and the 12th of the next month at 09:00.
    release: inNextMonth(15, "09:00"),
  },
  {
    ...saoPaulo,
    sourceName: "BCB SGS",
    seriesCode: "1",
    name: "PTAX, US dollar, selling rate",
    frequency: "daily",
    unit: "BRL per USD",
    isRevisable: false,
    file: "br_ptax.csv",
    // The last of the four polls ends at 13:10; the closing rate follows at no fixed time.
    release: atEndOfDay(),
  },
  {
    ...saoPaulo,
    sourceName: "BCB SGS",
    seriesCode: "432",
    name: "Selic target",
    frequency: "daily",
    unit: "percent a year",
    isRevisable: false,
    file: "br_selic_target.csv",
    // Copom announces in the evening what takes effect on the next business day.
    release: atStartOfDay(),
  },
];
