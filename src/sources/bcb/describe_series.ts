import { ConfigError } from "../../base/errors.ts";
import { statedDescription } from "../snapshot/stated_description.ts";
import type { SeriesDescription, SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { knownSeries } from "./known_series.ts";
import { askNewest, type SgsSeries } from "./sgs_api.ts";

/** Where SGS's codes can be looked up. */
const CATALOG = "https://www3.bcb.gov.br/sgspub";

/** Describes a series by what is known of it and what the user stated, and asks whether it exists. */
export async function describeSeries(
  series: SgsSeries,
  context: SourceContext,
): Promise<SeriesDescription> {
  const { code } = series;
  if (!/^\d{1,9}$/.test(code)) throw unknown(code, "its codes are whole numbers");
  const { name, unit, frequency, country = "BR" } = {
    ...knownSeries[code],
    ...statedDescription(context.settings),
  };
  if (name === undefined || unit === undefined || frequency === undefined) {
    const missing = Object.entries({ name, unit, frequency })
      .filter(([, value]) => value === undefined).map(([key]) => key).join(", ");
    throw new ConfigError(
      `Cannot fetch "bcb/${code}": SGS does not tell the name, unit and frequency of a series, ` +
        `set ${missing} (--set=unit=percent; they stand in ${CATALOG})`,
    );
  }
  if (!await hasValues(series, context)) throw unknown(code, "SGS has no value of it");
  return {
    name,
    unit,
    frequency,
    country,
    releaseTimezone: "America/Sao_Paulo",
    dateFormat: "DD/MM/YYYY",
    facts: { frequency },
  };
}

async function hasValues(series: SgsSeries, context: SourceContext): Promise<boolean> {
  try {
    return (await askNewest(series, context)).values.length > 0;
  } catch (error) {
    if (!(error instanceof SourceError) || error.code !== "answer") throw error;
    throw unknown(
      series.code,
      "SGS answers with no values, as to a code that it does not have",
      error,
    );
  }
}

function unknown(code: string, state: string, cause?: unknown): SourceError {
  return new SourceError(`${state}, look the code up in ${CATALOG} or try again later`, {
    source: "bcb",
    series: code,
    code: "unknown_series",
    cause,
  });
}
