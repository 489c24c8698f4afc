import { endOfDay, type ZonedHour } from "../../base/time/zoned_instant.ts";
import type { Secret } from "../../base/settings/mod.ts";
import type {
  ReleaseSchedule,
  SeriesRequest,
  SeriesSource,
  SourceContext,
  VintagePage,
} from "../source.ts";
import { describeSeries } from "./describe_series.ts";
import { askFred, type FredAccess, type FredLimits, seriesSchema } from "./fred_api.ts";
import { type AskReleaseDates, releaseDatesOnce } from "./release_dates.ts";
import { hourOf, publicationInstant, type ReleaseHour, releaseHours } from "./release_hours.ts";
import { vintageDates } from "./vintage_dates.ts";
import { currentValues, vintageWindows } from "./vintage_window.ts";
import { type DatedValue, valuesOfWindow } from "./vintages_of_window.ts";

/** Options of {@linkcode fred}. */
export interface FredOptions {
  /** The key, from https://fredaccount.stlouisfed.org/apikeys. */
  readonly key?: Secret | string | undefined;
  /** Where the API begins; by default the real one. */
  readonly baseUrl?: string;
  /** Hours of releases that are looked at before {@linkcode releaseHours}. */
  readonly releaseHours?: readonly ReleaseHour[];
  /** How much is asked for at once, if less than FRED gives. */
  readonly limits?: Partial<FredLimits>;
}

/**
 * FRED and ALFRED, the Federal Reserve Bank of St. Louis: every vintage of a series, each known at
 * its publisher's hour on its vintage date, or at the end of that day where the hour is not known.
 * The first vintage of an archive that holds more than one observation is `pseudo`, because it dates
 * decades at once; all others are `native`.
 *
 * @see https://fred.stlouisfed.org/docs/api/fred/
 */
export function fred(options: FredOptions = {}): SeriesSource {
  const { key, baseUrl = "https://api.stlouisfed.org/fred" } = options;
  const askDates = releaseDatesOnce();
  const hours = [...options.releaseHours ?? [], ...releaseHours];
  const accessTo = (series: string): FredAccess => ({
    baseUrl: baseUrl.replace(/\/+$/, ""),
    key,
    series,
    limits: { vintages: 2_000, observations: 100_000, ...options.limits },
  });
  return {
    name: "fred",
    title: "ALFRED",
    baseUrl,
    authType: "api_key",
    ratePerMinute: 120,
    locale: "en-US",
    zone: ZONE,
    gives: "series",
    describe: (code, context) => describeSeries(context, hours, accessTo(code)),
    vintages: (request, context) =>
      allVintages(request, context, {
        access: accessTo(request.code),
        hours,
      }),
    releases: (request, context) =>
      schedule(request, context, {
        access: accessTo(request.code),
        hours,
        askDates,
      }),
  };
}

/** The zone of St. Louis, in which FRED dates its vintages. */
const ZONE = "America/Chicago";

interface Dating {
  readonly access: FredAccess;
  readonly hours: readonly ReleaseHour[];
}

async function* allVintages(
  { code, cursor, since, settings }: SeriesRequest,
  context: SourceContext,
  { access, hours }: Dating,
): AsyncGenerator<VintagePage> {
  // The cursor is the last stored vintage date, and once all are stored, FRED's time of the last
  // change: as long as that stays, there is nothing to ask for, unless it is of a later day, whose
  // vintage ALFRED may still have to list.
  const [stored, ...rest] = cursor?.split(" ") ?? [];
  const { body } = await askFred(
    context,
    { path: "series", parameters: { "series_id": code }, schema: seriesSchema },
    access,
  );
  const changed = body.seriess[0].last_updated;
  const isLaterDay = stored !== undefined && stored < changed.slice(0, "YYYY-MM-DD".length);
  if (stored !== undefined && rest.join(" ") === changed && !isLaterDay) return;
  const isArchived = stored !== undefined && stored !== NO_ARCHIVE;
  const known = await vintageDates(context, isArchived ? stored : EARLIEST, access);
  if (known === undefined) {
    yield { vintages: await observedNow(context, access), cursor: `${NO_ARCHIVE} ${changed}` };
    return;
  }
  const days = stored === undefined && since !== undefined ? fromDay(known, since) : known;
  const hour = statedHour(settings) ?? hourOf(settings["release"], hours);
  let live: ReadonlySet<string> = new Set();
  for await (const window of vintageWindows(context, days, access)) {
    const { values, last } = valuesOfWindow(window, live);
    live = last;
    const isFirst = !isArchived && window.days[0] === days[0];
    const pseudo = isFirst && isArchive(values, days[0]) ? days[0] : undefined;
    const end = window.days.at(-1) ?? "";
    yield {
      vintages: values.map(({ date, vintage, value }) => ({
        observationDate: date,
        value,
        // What the vintage of the last fetch holds beyond it came later on that day.
        releaseTime: vintage === stored
          ? earlier(endOfDay(vintage, ZONE), window.at)
          : earlier(publicationInstant(vintage, { hour, zone: ZONE }), window.at),
        kind: vintage === pseudo ? "pseudo" : "native",
      })),
      cursor: end === days.at(-1) ? `${end} ${changed}` : end,
    };
  }
}

/** The dates of the series' release at its publisher's hour, or at the end of the day. */
async function schedule(
  { settings }: SeriesRequest,
  context: SourceContext,
  { access, hours, askDates }: Dating & { readonly askDates: AskReleaseDates },
): Promise<ReleaseSchedule> {
  const { releaseId, release } = settings;
  if (releaseId === undefined) return { knownAt: context.now, releases: [] };
  const { days, at } = await askDates(context, releaseId, access);
  const hour = statedHour(settings) ?? hourOf(release, hours);
  return {
    knownAt: at,
    releases: days.map((day) => ({
      expectedAt: publicationInstant(day, { hour, zone: ZONE }),
      zone: hour?.zone ?? ZONE,
    })),
  };
}

/** The hour that the user set for a series. */
function statedHour(settings: SeriesRequest["settings"]): ZonedHour | undefined {
  const { releaseHour: time, releaseZone: zone = "America/New_York" } = settings;
  return time === undefined ? undefined : { time, zone };
}

/** The first day that FRED's real-time periods can have. */
const EARLIEST = "1776-07-04";
/** What the cursor of a series without an archive has instead of a vintage date. */
const NO_ARCHIVE = "none";

/** The values of a series without an archive, known since they were seen. */
async function observedNow(
  context: SourceContext,
  access: FredAccess,
): Promise<VintagePage["vintages"]> {
  const { observations, at } = await currentValues(context, access);
  return observations.map(({ date, value }) => ({
    observationDate: date,
    value: value === "." ? null : value,
    releaseTime: at,
    kind: "observed",
  }));
}

/** The vintages from the one on that was valid on a day. */
function fromDay(days: readonly string[], since: string): readonly string[] {
  const next = days.findIndex((day) => day > since);
  return days.slice(Math.max(0, (next === -1 ? days.length : next) - 1));
}

/** Whether a vintage holds more than one observation, as the first of an archive does. */
function isArchive(values: readonly DatedValue[], first: string | undefined): boolean {
  return values.filter(({ vintage }) => vintage === first).length > 1;
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
