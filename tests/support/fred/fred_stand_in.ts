import { StandIn, type StandInOptions, type StandInRequest } from "../stand_in/mod.ts";
import { type FredAnswer, FredRefusal, writeAnswer, writeError } from "./answer.ts";
import type { FredCatalog, FredLimits } from "./catalog.ts";
import type { FredHistory } from "./history.ts";
import { observations } from "./observations.ts";
import { choice } from "./parameters.ts";
import { releaseDates } from "./release_dates.ts";
import { series, seriesRelease, seriesUpdates, vintageDates } from "./series.ts";

/** A valid key that is registered with the stand-in. */
export const fredKey = "abcdefghijklmnopqrstuvwxyz123456";

/** Options of {@linkcode fredStandIn}. */
export interface FredStandInOptions extends StandInOptions {
  /** The registered keys. */
  readonly keys?: readonly string[];
  readonly limits?: Partial<FredLimits>;
  /** The value of `Retry-After` with status 429; none by default, like the real service. */
  readonly retryAfter?: string;
}

/**
 * Starts a server on loopback that stands in for FRED and ALFRED (`api.stlouisfed.org`). It is not
 * the real service, but keeps these rules of it:
 *
 * - The endpoints below have the parameters, pages and defaults of the API's documentation
 *   (fred.stlouisfed.org/docs/api/fred), values as text, and `.` for missing ones. Unknown
 * parameters
 *   are ignored with 200 (`vintage_date`: forecastbench #283, TradingAgents #1275).
 * - The real-time period is closed at both ends. Each end is today in US Central by default (docs:
 *   realtime_period, where one example says otherwise). A day after today is refused, except
 *   9999-12-31.
 * - More than 2,000 vintage dates in it are refused, in the wording of 2026 (fredapi #28, #48).
 * - `output_type=1` clips `realtime_start` and `realtime_end` to the requested period (fredapi PR
 *   52,
 *   pystlouisfed #2). 2 and 3 have one column per vintage, 2 also for the ends of the period; cells
 *   without a value are left out. 4 has the first releases within the period (documentation of
 *   pystlouisfed). 2 to 4 refuse a period without vintages.
 * - `vintage_dates` returns the values as of these days, in the period from the first to the last
 *   (fredr #91).
 * - With a real-time period, there is one error for an unknown series, a series without an archive
 *   and a time before the first vintage.
 * - Vintage dates do not include days without changes; release dates do.
 * - 120 requests a minute; OpenBB PR 7527 also reports 2 a second.
 *
 * It does not transform values (`units`, `frequency`). Nothing after `now` is published yet: a test
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
