import type { Frequency } from "../../schema/mod.ts";
import { statedDescription } from "../snapshot/stated_description.ts";
import type { SeriesDescription, SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { countryOfArea } from "./areas.ts";
import { askRows } from "./ask_rows.ts";
import { readSdmxCode } from "./sdmx_code.ts";
import type { SdmxService } from "./sdmx_service.ts";

/** Describes a series by the attributes of its newest observation and by what the user stated. */
export async function describeSeries(
  service: SdmxService,
  code: string,
  context: SourceContext,
): Promise<SeriesDescription> {
  const { flow, key } = readSdmxCode(code, service.name);
  const stated = statedDescription(context.settings);
  const answer = await askRows(service, code, { context, query: { lastNObservations: "1" } });
  const row = typeof answer === "string" ? undefined : answer.rows[0];
  if (row === undefined) {
    const where = service.catalog === undefined ? "in its catalog" : `on ${service.catalog}`;
    throw new SourceError(
      `${service.title} has no series of the flow "${flow}" with the key "${key}", look it up ` +
        where,
      { source: service.name, series: code, code: "unknown_series" },
    );
  }
  const power = row.cell("UNIT_MULT", "SCALE");
  const unit = row.cell("UNIT", "UNIT_MEASURE") || "as published";
  const frequency = stated.frequency ??
    frequencies[row.cell("FREQ", "FREQUENCY").toUpperCase()] ?? "irregular";
  return {
    name: stated.name ?? (row.cell("TITLE", "TITLE_TS", "TITLE_COMPL") || code),
    unit: stated.unit ?? (/^-?[1-9]\d*$/.test(power) ? `${unit}, times 10^${power}` : unit),
    frequency,
    country: stated.country ?? countryOfArea(row.cell("REF_AREA", "COUNTRY", "GEO")),
    releaseTimezone: service.zone,
    facts: { frequency },
  };
}

/** SDMX's codes of frequencies. */
const frequencies: Readonly<Record<string, Frequency>> = {
  D: "daily",
  B: "daily",
  W: "weekly",
  M: "monthly",
  Q: "quarterly",
  S: "semiannual",
  H: "semiannual",
  A: "annual",
};
