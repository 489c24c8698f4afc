import { valueDating } from "../snapshot/date_values.ts";
import { ASSUME_LAG } from "../snapshot/publication_lag.ts";
import { readSnapshotCursor, snapshotCursorText } from "../snapshot/snapshot_cursor.ts";
import type { SeriesRequest, SeriesSource, SourceContext, VintagePage } from "../source.ts";
import { askRows } from "./ask_rows.ts";
import { describeSeries } from "./describe_series.ts";
import { historyPages } from "./history.ts";
import { type SdmxPreset, type SdmxService, sdmxServices } from "./sdmx_service.ts";

/** Options of {@linkcode sdmx}. */
export interface SdmxOptions {
  /** Where the service begins, before `/data/`; by default the real one. */
  readonly baseUrl?: string;
}

/**
 * A service with SDMX's REST interface, by name (`ecb`, `eurostat`, `oecd`, `bis`, `imf`) or by its
 * facts. A series is written `FLOW/KEY`, such as `EXR/D.USD.EUR.SP00.A`. The ECB dates its versions:
 * they are `native`. Of the others, values are `observed` at the fetch that first sees them; those
 * of a first fetch are `assumed` by the setting `assumeLag`. A missing value is null; one that is
 * missing because of a holiday is left out.
 *
 * @see https://github.com/sdmx-twg/sdmx-rest
 */
export function sdmx(from: SdmxPreset | SdmxService, options: SdmxOptions = {}): SeriesSource {
  const preset = typeof from === "string" ? sdmxServices[from] : from;
  const service = { ...preset, baseUrl: options.baseUrl ?? preset.baseUrl };
  const { name, title, baseUrl, ratePerMinute, locale, zone } = service;
  return {
    name,
    title,
    baseUrl,
    authType: "none",
    ratePerMinute,
    locale,
    zone,
    gives: "series",
    describe: (code, context) => describeSeries(service, code, context),
    vintages: (request, context) =>
      service.hasHistory === true
        ? versions(service, request, context)
        : values(service, request, context),
  };
}

/** Every version since the last one that is stored. */
async function* versions(
  service: SdmxService,
  { code, cursor, since, settings }: SeriesRequest,
  context: SourceContext,
): AsyncGenerator<VintagePage> {
  if (settings[ASSUME_LAG] !== undefined) {
    context.note(`assumeLag changes nothing: ${service.title} dates its versions itself`);
  }
  const query = {
    includeHistory: "true",
    ...(since === undefined ? {} : { startPeriod: since }),
    ...(cursor === undefined ? {} : { updatedAfter: cursor }),
  };
  const answer = await askRows(service, code, { context, query, isConditional: true });
  if (typeof answer === "string") return;
  const named = { source: service.name, series: code };
  yield* historyPages(answer.rows, { isFirst: cursor === undefined, at: answer.at, named });
}

/** The values of today. */
async function* values(
  service: SdmxService,
  request: SeriesRequest,
  context: SourceContext,
): AsyncGenerator<VintagePage> {
  const { code, cursor, since, settings } = request;
  const before = cursor === undefined ? undefined : readSnapshotCursor(cursor);
  const dated = valueDating(request, context, service);
  const query = {
    ...(since === undefined ? {} : { startPeriod: since }),
    ...(before === undefined || service.hasUpdates !== true
      ? {}
      // A day earlier, should the clocks differ around midnight.
      : { updatedAfter: `${dayBefore(before.through)}T00:00:00Z` }),
  };
  const answer = await askRows(service, code, { context, query, isConditional: true });
  if (typeof answer === "string") return;
  yield {
    vintages: dated(
      answer.rows.map(({ observationDate, value }) => ({ observationDate, value })),
      answer.at,
    ),
    cursor: snapshotCursorText({
      through: context.now.toISOString().slice(0, 10),
      isHistory: false,
      lag: before === undefined ? settings[ASSUME_LAG] : before.lag,
    }),
  };
}

function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}
