import { z } from "zod";
import type { Secret } from "../../base/settings/mod.ts";
import type { SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";

/** Where a FRED request goes, and for which series. */
export interface FredAccess {
  /** Where the API begins, without a slash at the end. */
  readonly baseUrl: string;
  /** The key. */
  readonly key: Secret | string | undefined;
  /** The series. */
  readonly series: string;
  /** How much is asked for at once. */
  readonly limits: FredLimits;
}

/** How much FRED gives at once. */
export interface FredLimits {
  /** The most vintage dates in a request: 2,000. */
  readonly vintages: number;
  /** The most observations in an answer: 100,000. */
  readonly observations: number;
}

/** What FRED answered, and when. */
export interface FredAnswer<Body> {
  /** The body. */
  readonly body: Body;
  /** When it came. */
  readonly at: Date;
}

/**
 * Asks FRED.
 *
 * @throws {SourceError} If the series does not exist, the key is refused, or the answer is not what
 * FRED documents.
 */
export async function askFred<Body>(
  context: SourceContext,
  { path, parameters, schema }: {
    readonly path: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly schema: z.ZodType<Body>;
  },
  { baseUrl, key, series }: FredAccess,
): Promise<FredAnswer<Body>> {
  if (key === undefined) throw refusedKey("FRED_API_KEY is not set", series);
  const url = new URL(`${baseUrl}/${path}`);
  for (const [name, value] of Object.entries({ ...parameters, "file_type": "json" })) {
    url.searchParams.set(name, value);
  }
  const { status, body, at } = await context.json(url, {
    secrets: { "api_key": key },
    accepts: [400, 403, 404],
  });
  if (status >= 400) throw refusal(status, errorSchema.safeParse(body).data, series);
  const read = schema.safeParse(body);
  if (read.success) return { body: read.data, at };
  const [issue] = read.error.issues;
  throw new SourceError(
    `FRED's answer to ${path} is not what it documents (${issue?.path.join(".")}: ` +
      `${issue?.message}), look for a newer version of this package`,
    { source: "fred", series, code: "answer", status },
  );
}

const errorSchema = z.object({ "error_message": z.string() });

function refusal(
  status: number,
  answer: z.infer<typeof errorSchema> | undefined,
  series: string,
): SourceError {
  const message = answer?.error_message.replace(/\s+/g, " ").trim() ?? `status ${status}`;
  if (/api_key/i.test(message)) return refusedKey("FRED refused the key", series);
  if (/series does not exist(?! in ALFRED)/i.test(message)) {
    return new SourceError(
      "FRED has no such series, look its code up on https://fred.stlouisfed.org",
      { source: "fred", series, code: "unknown_series", status },
    );
  }
  return new SourceError(`FRED refused the request: ${message}`, {
    source: "fred",
    series,
    code: "refused",
    status,
  });
}

function refusedKey(state: string, series: string): SourceError {
  return new SourceError(
    `${state}, set FRED_API_KEY to one from https://fredaccount.stlouisfed.org/apikeys`,
    { source: "fred", series, code: "key" },
  );
}

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** The answer of `series`. */
export const seriesSchema = z.object({
  seriess: z.tuple([
    z.object({
      title: z.string(),
      units: z.string(),
      "frequency_short": z.string(),
      "seasonal_adjustment": z.string(),
      "last_updated": z.string(),
    }),
  ]).rest(z.unknown()),
});

/** The answer of `series/release`. */
export const releaseSchema = z.object({
  releases: z.tuple([z.object({ id: z.number(), name: z.string() })]).rest(z.unknown()),
});

/** The answer of `series/vintagedates`. */
export const vintageDatesSchema = z.object({ count: z.number(), "vintage_dates": z.array(day) });

/** The answer of `release/dates`. */
export const releaseDatesSchema = z.object({
  count: z.number(),
  "release_dates": z.array(z.object({ date: day })),
});

/** An observation by its real-time period. */
export const observationSchema = z.object({
  realtime_start: day,
  realtime_end: day,
  date: day,
  value: z.string(),
});

/** The answer of `series/observations`. */
export const observationsSchema = z.object({
  count: z.number(),
  observations: z.array(observationSchema),
});

/** An observation by its real-time period. */
export type FredObservation = z.infer<typeof observationSchema>;
