import { realRows } from "../stand_in/mod.ts";
import type { FredHistory, FredVintage } from "./history.ts";

/** The series of tests/data with their real vintages; their origin is in the README there. */
export async function realVintages(): Promise<readonly FredHistory[]> {
  return await Promise.all(
    facts.map(async ({ file, ...history }) => ({ ...history, vintages: await readVintages(file) })),
  );
}

const facts = [
  {
    file: "us_real_gdp_vintages.csv",
    seriesId: "GDPC1",
    title: "Real Gross Domestic Product",
    units: "Billions of Chained 2017 Dollars",
    frequency: "Quarterly",
    seasonalAdjustment: "Seasonally Adjusted Annual Rate",
    releaseId: 53,
    releaseName: "Gross Domestic Product",
  },
  {
    file: "us_nominal_gdp_vintages.csv",
    seriesId: "GDP",
    title: "Gross Domestic Product",
    units: "Billions of Dollars",
    frequency: "Quarterly",
    seasonalAdjustment: "Seasonally Adjusted Annual Rate",
    releaseId: 53,
    releaseName: "Gross Domestic Product",
  },
  {
    file: "us_payroll_vintages.csv",
    seriesId: "PAYEMS",
    title: "All Employees, Total Nonfarm",
    units: "Thousands of Persons",
    frequency: "Monthly",
    seasonalAdjustment: "Seasonally Adjusted",
    releaseId: 50,
    releaseName: "Employment Situation",
  },
] as const;

/** Reads rows of release date, observation date and value, in any order. */
async function readVintages(file: string): Promise<readonly FredVintage[]> {
  const rows = await realRows(file);
  const vintages = Object.groupBy(rows, ([released = ""]) => released);
  return Object.entries(vintages)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([vintageDate, some = []]) => ({
      vintageDate,
      observations: Object.fromEntries(some.map(([, date = "", value = ""]) => [date, value])),
    }));
}
