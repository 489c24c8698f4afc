import type { SourceContext } from "../source.ts";
import { askFred, type FredAccess, type FredObservation, observationsSchema } from "./fred_api.ts";
import { isWhole } from "./whole_list.ts";

/** The observations of some vintages. */
export interface VintageWindow {
  /** The vintage dates. */
  readonly days: readonly string[];
  /** The values by the real-time periods in which they were valid, cut to the window. */
  readonly observations: readonly FredObservation[];
  /** When the last of the answers came. */
  readonly at: Date;
}

/**
 * Fetches vintages in windows that hold no more than one answer each, so that any number of them
 * takes the same memory. FRED cuts real-time periods to the window: a value that was valid before
 * gets the window's first day. Each window begins on a vintage date, whose vintage holds that value
 * too, so this is true of every value.
 */
export async function* vintageWindows(
  context: SourceContext,
  days: readonly string[],
  access: FredAccess,
): AsyncGenerator<VintageWindow> {
  let size = access.limits.vintages;
  for (let start = 0; start < days.length;) {
    const window = days.slice(start, start + size);
    const fetched = await fetchWindow(context, window, access);
    if (fetched === undefined) {
      size = Math.ceil(window.length / 2);
      continue;
    }
    yield fetched;
    start += window.length;
  }
}

/** Fetches the values that FRED has now, without vintages. */
export async function currentValues(
  context: SourceContext,
  access: FredAccess,
): Promise<VintageWindow> {
  // One vintage cannot be halved, so the answer is whole.
  return await fetchWindow(context, [], access) as VintageWindow;
}

/** Fetches a window, or what is valid today for no vintage date; undefined if it holds more than one answer and can be halved. */
async function fetchWindow(
  context: SourceContext,
  days: readonly string[],
  access: FredAccess,
): Promise<VintageWindow | undefined> {
  const observations: FredObservation[] = [];
  const keys: string[] = [];
  const most = access.limits.observations;
  for (;;) {
    const { body, at } = await askFred(context, {
      path: "series/observations",
      parameters: {
        "series_id": access.series,
        ...(days[0] === undefined ? {} : { "realtime_start": days[0] }),
        ...(days[0] === undefined ? {} : { "realtime_end": days.at(-1) ?? days[0] }),
        "output_type": "1",
        limit: String(most),
        offset: String(observations.length),
      },
      schema: observationsSchema,
    }, access);
    if (body.count > most && days.length > 1) return undefined;
    observations.push(...body.observations);
    keys.push(...body.observations.map(({ date, realtime_start: since }) => `${date} ${since}`));
    const given = {
      path: "series/observations",
      series: access.series,
      count: body.count,
      page: body.observations.length,
      keys,
    };
    if (isWhole(given)) return { days, observations, at };
  }
}
