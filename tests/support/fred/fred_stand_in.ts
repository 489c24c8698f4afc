import { StandIn, type StandInOptions, type StandInRequest } from "../stand_in/mod.ts";
import { type FredAnswer, FredRefusal, writeAnswer, writeError } from "./answer.ts";
import type { FredCatalog, FredLimits } from "./catalog.ts";
import type { FredHistory } from "./history.ts";
import { observations } from "./observations.ts";
import { choice } from "./parameters.ts";
import { releaseDates } from "./release_dates.ts";
import { series, seriesRelease, seriesUpdates, vintageDates } from "./series.ts";

/** A key of the right form, registered with the stand-in. */
export const fredKey = "abcdefghijklmnopqrstuvwxyz123456";

/** Options of {@linkcode fredStandIn}. */
export interface FredStandInOptions extends StandInOptions {
  /** The registered keys. */
  readonly keys?: readonly string[];
  readonly limits?: Partial<FredLimits>;
  /** The value of `Retry-After` with status 429; none by default, as the real service gives none. */
  readonly retryAfter?: string;
}

/**
 * Starts a server on loopback that stands in for FRED and ALFRED (`api.stlouisfed.org`); it is not
 * the real one, and keeps these rules of it:
 *
 * - The endpoints below with their parameters, pages and defaults, values as text and `.` for
 *   missing: the API's documentation, fred.stlouisfed.org/docs/api/fred. Unknown parameters are
 *   ignored with 200 (`vintage_date`: forecastbench #283, TradingAgents #1275).
 * - The real-time period is closed at both ends and is today in US Central by default, each end by
 *   itself (docs: realtime_period; an example there reads otherwise). A day after today is refused,
 *   except 9999-12-31.
 * - More than 2,000 vintage dates in it are refused, in the wording of 2026 (fredapi #28, #48).
 * - `output_type=1` clips `realtime_start` and `realtime_end` to the asked period (fredapi PR 52,
 *   pystlouisfed #2). 2 and 3 have a column a vintage, 2 also for the ends of the period, cells
 *   without a value are left out, 4 gives first releases within the period (pystlouisfed's
 *   documentation). 2 to 4 refuse a period without vintages.
 * - `vintage_dates` gives the values that stood on these days, in the period from the first to the
 *   last (fredr #91).
 * - An unknown series, one without an archive and a time before its first vintage are the same
 *   error as soon as a real-time period is given.
 * - Vintage dates leave out days on which nothing changed; release dates do not.
 * - 120 requests a minute; OpenBB PR 7527 reports 2 a second too.
 *
 * It does not transform (`units`, `frequency`). What lies after `now` is not published yet: a test
 * moves the clock to let a week pass.
 */
export function fredStandIn(
  histories: readonly FredHistory[],
  options: FredStandInOptions = {},
): StandIn {
  const { now = () => new Date(), keys = [fredKey], retryAfter } = options;
  const limits = {
    vintageDates: 2000,
    observationsPage: 100_000,
    vintageDatesPage: 10_000,
    ...options.limits,
  };
  const catalog = (): FredCatalog => ({ histories, today: centralDay(now()), limits });
  return new StandIn({
    secrets: ["api_key"],
    answer: (request) => answer(request, { catalog: catalog(), keys }),
    refuse: ({ parameters }) => {
      const type = fileType(parameters);
      const refusal = writeError(429, "Too Many Requests.  Exceeded Rate Limit", type);
      if (retryAfter !== undefined) refusal.headers.set("retry-after", retryAfter);
      return refusal;
    },
  }, { rates: [{ requests: 120, withinMs: 60_000 }], ...options });
}

const endpoints: Readonly<
  Record<string, (parameters: URLSearchParams, catalog: FredCatalog) => FredAnswer>
> = {
  "/fred/series": series,
  "/fred/series/release": seriesRelease,
  "/fred/series/vintagedates": vintageDates,
  "/fred/series/observations": observations,
  "/fred/series/updates": seriesUpdates,
  "/fred/release/dates": releaseDates,
};

function answer(
  { endpoint, parameters }: StandInRequest,
  { catalog, keys }: { readonly catalog: FredCatalog; readonly keys: readonly string[] },
): Response {
  const type = fileType(parameters);
  const respond = endpoints[endpoint];
  if (respond === undefined) return writeError(404, "Not Found", type);
  try {
    checkKey(parameters.get("api_key"), keys);
    choice(parameters, "file_type", { values: ["xml", "json"], usual: "xml" });
    return writeAnswer(respond(parameters, catalog), type);
  } catch (error) {
    if (error instanceof FredRefusal) {
      return writeError(400, `Bad Request.  ${error.message}`, type);
    }
    throw error;
  }
}

function checkKey(key: string | null, keys: readonly string[]): void {
  const more = "  Read https://fred.stlouisfed.org/docs/api/api_key.html for more information.";
  if (key === null || key === "") throw new FredRefusal(`Variable api_key is not set.${more}`);
  if (!/^[a-z0-9]{32}$/.test(key)) {
    throw new FredRefusal(
      `The value for variable api_key is not a 32 character alpha-numeric lower-case string.${more}`,
    );
  }
  if (keys.includes(key)) return;
  throw new FredRefusal(`The value for variable api_key is not registered.${more}`);
}

function fileType(parameters: URLSearchParams): string {
  return parameters.get("file_type") ?? "xml";
}

function centralDay(now: Date): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  return instant.toZonedDateTimeISO("America/Chicago").toPlainDate().toString();
}
