import { z } from "zod";
import { parseInterval } from "../../timescale/mod.ts";
import { instantText, parseInstant } from "../../base/time/instant.ts";
import { dayText, parseDay } from "../../point_in_time/day.ts";
import { vintageKinds } from "../../schema/mod.ts";

/** The texts of a question, each refused with the same words as in the library's reads. */

/** An instant with its offset, kept in UTC with microseconds; the name is for its errors. */
export const instant = (name: string) => checked((text) => instantText(parseInstant(text, name)));

/** A day of the calendar; the name is for its errors. */
export const day = (name: string) => checked((text) => dayText(parseDay(text, name)));

/** A span of time such as `90 days`. */
export const span = checked((text) => {
  parseInterval(text);
  return text;
});

/** A series: `SOURCE/CODE`, or its id. */
export const series = z.string().regex(/^(\d{1,10}|[^/]+\/.+)$/s, {
  error: ({ input }) =>
    `Cannot read "${input}" as a series: write its source and code such as "ALFRED/GDPC1", or its id`,
});

/** The most series of one question: more are asked for in several, so that no server is held up. */
export const MOST_SERIES = 10_000;

/** One series or many. */
export const manySeries = z.array(series).min(1).max(MOST_SERIES, {
  error: `Cannot read more than ${MOST_SERIES} series at once: ask for them in several questions`,
});

/** What a reader knows at an instant: the options of the library's reads. */
export const clock = {
  at: instant("at"),
  knownTo: instant("knownTo").optional(),
  strict: z.boolean().optional(),
  lag: span.optional(),
  kinds: z.array(z.enum(vintageKinds)).min(1).optional(),
};

/** Which observations. */
export const range = { from: day("from").optional(), to: day("to").optional() };

/** How far the latest value may lie from the instant. */
export const reach = { maxAge: span.optional(), ahead: z.boolean().optional() };

/** Makes a schema of a function that reads a text or throws. */
function checked(read: (text: string) => string) {
  return z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue({
        code: "custom",
        message: error instanceof Error ? error.message : String(error),
      });
      return z.NEVER;
    }
  });
}
