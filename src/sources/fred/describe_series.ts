import { countries, type Country, type Frequency } from "../../schema/mod.ts";
import type { SeriesDescription, SourceContext } from "../source.ts";
import { askFred, type FredAccess, releaseSchema, seriesSchema } from "./fred_api.ts";
import { hourOf, type ReleaseHour } from "./release_hours.ts";

/** Asks FRED what a series is, and which release it belongs to. */
export async function describeSeries(
  context: SourceContext,
  hours: readonly ReleaseHour[],
  access: FredAccess,
): Promise<SeriesDescription> {
  const parameters = { "series_id": access.series };
  const { body } = await askFred(
    context,
    { path: "series", parameters, schema: seriesSchema },
    access,
  );
  const { title, units, ...series } = body.seriess[0];
  const adjustment = series.seasonal_adjustment;
  const { body: { releases: [release] } } = await askFred(
    context,
    { path: "series/release", parameters, schema: releaseSchema },
    access,
  );
  const isAdjusted = !/^not /i.test(adjustment);
  return {
    name: title,
    unit: isAdjusted ? `${units}, ${adjustment}` : units,
    frequency: frequencies[series.frequency_short] ?? "irregular",
    country: countryOf(title),
    releaseTimezone: hourOf(release.name, hours)?.zone ?? "America/New_York",
    facts: { releaseId: String(release.id), release: release.name },
  };
}

const frequencies: Readonly<Record<string, Frequency>> = {
  D: "daily",
  W: "weekly",
  BW: "biweekly",
  M: "monthly",
  Q: "quarterly",
  SA: "semiannual",
  A: "annual",
};

/** The country that a title ends with, as FRED names foreign series; else the United States. */
function countryOf(title: string): Country {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return countries.find((code) =>
    code.length === 2 && code !== "US" &&
    new RegExp(` (for|in) (the )?${names.of(code)}$`).test(title)
  ) ?? "US";
}
