import { z } from "zod";
import { QuestionError } from "./question_error.ts";
import { clock, day, instant, manySeries, range, reach, series, span } from "./_fields.ts";
import { fiscalMetrics, flowTypes, frequencies, timeframes } from "../../schema/mod.ts";

const figures = {
  /** Reads flows of this kind instead of macro series. */
  flowType: z.enum(flowTypes).optional(),
  /** Reads fiscal figures of this measure instead of macro series. */
  fiscalMetric: z.enum(fiscalMetrics).optional(),
};
const time = { fromTime: instant("fromTime").optional(), toTime: instant("toTime").optional() };

/** Every kind of question by its name, each with what it asks for. */
export const questionSchemas = {
  /** Series as they were known: one row per series and observation date. */
  "as-of": strict("as-of", { series: manySeries, ...clock, ...range, ...figures }),
  /** The first release of each observation. */
  "first-release": strict("first-release", { series, ...clock, ...range }),
  /** The n-th release of each observation. */
  "nth-release": strict("nth-release", { series, n: z.int().min(1), ...clock, ...range }),
  /** Every release that changed a value. */
  revisions: strict("revisions", { series, ...clock, ...range }),
  /** The instants at which a series changed. */
  vintages: strict("vintages", { series, ...clock, ...range }),
  /** A series by vintage: one row per vintage and observation known in it. */
  matrix: strict("matrix", { series, ...clock, ...range }),
  /** The latest value of many series at one instant. */
  "cross-section": strict("cross-section", { series: manySeries, ...clock, ...reach }),
  /** The latest value of many series at many instants. */
  panel: strict("panel", {
    series: manySeries,
    ...clock,
    at: z.array(instant("at")).min(1),
    ...reach,
    ...figures,
  }),
  /** What changed in series between two instants. */
  changes: strict("changes", {
    series: manySeries,
    since: instant("since"),
    knownSince: instant("knownSince").optional(),
    ...clock,
    ...range,
  }),
  /** The bars of an instrument that were finished at an instant. */
  bars: strict("bars", {
    instrument: z.string().min(1),
    frequency: z.enum(frequencies),
    at: instant("at"),
    delay: span.optional(),
    ...time,
  }),
  /** The candles of a symbol that were finished at an instant. */
  candles: strict("candles", {
    exchange: z.string().min(1),
    symbol: z.string().min(1),
    timeframe: z.enum(timeframes),
    /** True for candles built from the exchange's minutes, instead of those it gave itself. */
    built: z.boolean().optional(),
    at: instant("at"),
    ...time,
  }),
  /** The curve of a day whose end lies before the instant. */
  curve: strict("curve", {
    curve: z.string().min(1),
    day: day("day"),
    at: instant("at"),
    maxAge: span.optional(),
  }),
  /** The series that there are. */
  series: strict("series", { source: z.string().optional(), search: z.string().optional() }),
  /** A table as it stands, by its key; `knownTo` leaves out what was stored later. */
  table: strict("table", {
    table: z.string().min(1),
    knownTo: instant("knownTo").optional(),
    from: z.string().optional(),
    to: z.string().optional(),
  }),
} as const;

/** The kind of a question. */
export type QuestionKind = keyof typeof questionSchemas;

/** A question about stored data, which has the same answer whenever it is asked if its clocks are past. */
export type Question = {
  [Kind in QuestionKind]: z.output<typeof questionSchemas[Kind]>;
}[QuestionKind];

/** A question of one kind. */
export type QuestionOf<Kind extends QuestionKind> = Extract<Question, { readonly kind: Kind }>;

const anyQuestion = z.discriminatedUnion("kind", [
  questionSchemas["as-of"],
  questionSchemas["first-release"],
  questionSchemas["nth-release"],
  questionSchemas.revisions,
  questionSchemas.vintages,
  questionSchemas.matrix,
  questionSchemas["cross-section"],
  questionSchemas.panel,
  questionSchemas.changes,
  questionSchemas.bars,
  questionSchemas.candles,
  questionSchemas.curve,
  questionSchemas.series,
  questionSchemas.table,
]);

/**
 * Reads a question from what a flag, a URL or a manifest holds. Instants become UTC texts with
 * microseconds, so that equal questions are equal texts.
 *
 * @throws {QuestionError} If it is not one, with every problem.
 */
export function parseQuestion(input: unknown): Question {
  const parsed = anyQuestion.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new QuestionError(parsed.error.issues.map(({ path, message }) => ({
    field: path.join("."),
    message,
  })));
}

function strict<Kind extends string, Shape extends z.core.$ZodLooseShape>(
  kind: Kind,
  shape: Shape,
) {
  return z.strictObject({ kind: z.literal(kind), ...shape });
}
