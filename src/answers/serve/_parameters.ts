import { z } from "@hono/zod-openapi";
import {
  fiscalMetrics,
  flowTypes,
  frequencies,
  timeframes,
  vintageKinds,
} from "../../schema/mod.ts";
import { formatNames } from "./formats.ts";

/** The query parameters of the API, as schemas of what a URL holds. */

const text = (description: string, example?: string) =>
  z.string().min(1).openapi({ description, ...example === undefined ? {} : { example } });
const choice = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  description: string,
) => z.enum(words).openapi({ description });
const flag = (description: string) => choice(["true", "false"], description);
const many = (description: string, example: string) =>
  z.array(z.string().min(1)).min(1).openapi({ description, example: [example] });

/** An instant, or `now`. */
export const asOf = text(
  "The instant of which to tell what was known, with its offset (2024-09-26T12:30:00Z), or `now`. " +
    "It has no default: leaving it out would silently look at today.",
  "2024-09-26T12:30:00Z",
);

/** The format of the answer. */
export const format = {
  format: choice(formatNames, "The format of the answer; wins over `Accept`.").optional(),
};

/** The clocks beside the instant. */
export const clock = {
  knownTo: text(
    "The second clock: only what this database had stored by then. With both clocks in the past the " +
      "answer never changes, and may be cached for ever.",
    "2024-10-01T00:00:00Z",
  ).optional(),
  strict: flag("Leaves out what was released at that very instant.").optional(),
  lag: text("How long a release takes to reach the reader.", "2 hours").optional(),
  kinds: z.array(z.enum(vintageKinds)).min(1).openapi({
    description: "The kinds of vintage that count; all by default. Repeat it for several.",
  }).optional(),
};

/** The range of observations. */
export const range = {
  from: text("The first observation date.", "2020-01-01").optional(),
  to: text("The last observation date.", "2024-12-31").optional(),
};

/** How far the latest value may lie from the instant. */
export const reach = {
  maxAge: text("The age from which on a value is ignored, in days or longer.", "90 days")
    .optional(),
  ahead: flag("For forecasts, whose observations are dated after their release.").optional(),
};

/** Other tables than that of macro series. */
export const figures = {
  flowType: choice(flowTypes, "Reads flows of this kind.").optional(),
  fiscalMetric: choice(fiscalMetrics, "Reads fiscal figures of this measure.").optional(),
};

/** Several series. */
export const series = many(
  "A series as SOURCE/CODE, or its id. Repeat it for several.",
  "ALFRED/GDPC1",
);

/** The instants of a panel: listed, or by a calendar. */
export const instants = {
  asOf: many(
    "An instant with its offset, or `now`. Repeat it for several, or give a calendar with from, to, " +
      "time and timeZone.",
    "2024-09-26T12:30:00Z",
  ).optional(),
  from: text("The calendar's first day.", "2024-01-01").optional(),
  to: text("The calendar's last day.", "2024-03-31").optional(),
  time: text("The calendar's time of the day.", "18:00").optional(),
  timeZone: text("The calendar's zone, by its IANA name.", "America/Sao_Paulo").optional(),
  days: choice(["weekdays", "all"], "The calendar's days; weekdays by default.").optional(),
};

/** The range of bars and candles. */
export const times = {
  fromTime: text("The first start of a bar.", "2024-01-01T00:00:00Z").optional(),
  toTime: text("The end of the range, exclusive.", "2024-02-01T00:00:00Z").optional(),
};

/** What single endpoints ask for. */
export const own = {
  since: text("The earlier instant.", "2024-09-01T00:00:00Z"),
  knownSince: text("What this database had stored at the earlier look.").optional(),
  frequency: choice(frequencies, "The length of a bar."),
  delay: text(
    "How long after its start a bar is known; its own length by default.",
    "21 hours",
  ).optional(),
  timeframe: choice(timeframes, "The length of a candle."),
  built: flag("Candles built from the exchange's minutes, instead of those it gave itself.")
    .optional(),
  day: text("The day of the curve.", "2024-09-25"),
  maxAge: text("How old the curve may be where that day has none.", "7 days").optional(),
  source: text("Only series of this source.", "ALFRED").optional(),
  search: text("A text in the source, the code or the name, in any case.", "payroll").optional(),
  listedAsOf: text("Only series that had a release by then.", "2024-09-26T12:30:00Z").optional(),
};
