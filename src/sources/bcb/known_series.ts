import type { StatedDescription } from "../snapshot/stated_description.ts";

const series = (
  frequency: "daily" | "monthly" | "quarterly",
  unit: string,
  named: Readonly<Record<string, string>>,
): Readonly<Record<string, StatedDescription>> =>
  Object.fromEntries(
    Object.entries(named).map(([code, name]) => [code, { name, unit, frequency }]),
  );

/** The series of SGS that are known here by their code. */
export const knownSeries: Readonly<Record<string, StatedDescription>> = {
  ...series("daily", "BRL per USD", {
    1: "PTAX, US dollar, selling rate",
    10813: "PTAX, US dollar, buying rate",
  }),
  ...series("daily", "BRL per EUR", { 21619: "PTAX, euro, selling rate" }),
  ...series("daily", "percent a year", {
    432: "Selic target",
    1178: "Selic rate, annualised, 252 days",
    4389: "CDI rate, annualised, 252 days",
  }),
  ...series("daily", "percent a day", { 11: "Selic rate", 12: "CDI rate" }),
  ...series("monthly", "percent month on month", {
    188: "INPC",
    189: "IGP-M",
    190: "IGP-DI",
    433: "IPCA",
    7478: "IPCA-15",
  }),
  ...series("monthly", "percent in 12 months", { 13522: "IPCA" }),
  ...series("monthly", "index", {
    24363: "IBC-Br",
    24364: "IBC-Br, seasonally adjusted",
  }),
  ...series("monthly", "percent of GDP", {
    4513: "Net debt of the consolidated public sector",
    13762: "Gross debt of the general government",
  }),
  ...series("monthly", "percent", { 24369: "Unemployment rate, PNAD Contínua" }),
  ...series("daily", "millions of USD", { 13621: "International reserves, total" }),
};
