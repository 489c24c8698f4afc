import { type FredHistory, realVintages } from "../fred/mod.ts";
import type { SdmxSeries } from "./series.ts";

/**
 * Converts a revision history to an SDMX series with months as labels, released at 15:30 in
 * Frankfurt.
 */
export function seriesOfHistory(
  history: FredHistory,
  facts: Omit<SdmxSeries, "vintages">,
  label: (date: string) => string = (date) => date.slice(0, 7),
): SdmxSeries {
  const vintages = history.vintages.map(({ vintageDate, observations }) => ({
    at: releasedAt(vintageDate),
    observations: Object.fromEntries(
      Object.entries(observations).map((
        [date, value],
      ) => [label(date), value === "." ? "" : value]),
    ),
  }));
  return { ...facts, vintages };
}

/** The real vintages of US real GDP, as a series of the ECB's real-time database. */
export async function realSdmxSeries(): Promise<SdmxSeries> {
  const gdp = (await realVintages()).find(({ seriesId }) => seriesId === "GDPC1");
  if (gdp === undefined) throw new Error("Cannot find GDPC1 in tests/data");
  return seriesOfHistory(gdp, {
    flow: "RTD",
    dimensions: {
      FREQ: "Q",
      REF_AREA: "US",
      ADJUSTMENT: "S",
      RT_ECON_CONCEPT: "GDPC1",
      RT_DENOM: "X",
    },
    title: "United States, Real Gross Domestic Product",
    unit: "USD",
  }, (date) => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`);
}

function releasedAt(day: string): string {
  return Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: "Europe/Berlin", plainTime: "15:30" })
    .toInstant().toString();
}
