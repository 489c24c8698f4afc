import { instantText, parseInstant } from "../../base/time/instant.ts";
import { parseQuestion, type Question, QuestionError } from "../question/mod.ts";
import type { Caller } from "../../base/http/mod.ts";
import { refusal } from "./_read_query.ts";
import type { ApiLimits } from "./api_options.ts";
import type { Endpoint, PathValues, QueryValues } from "./endpoint.ts";
import { Problem } from "./problem.ts";

/** A question of a request, with what the answer depends on beside it. */
export interface Asked {
  readonly question: Question;
  /** The instants of the question, or of the list of series, in UTC. */
  readonly instants: readonly string[];
  /** Whether an instant was `now`: the next request asks another question. */
  readonly isNow: boolean;
  /** The last instant that the caller may see. */
  readonly until: string | undefined;
}

/** What a question is made of. */
export interface AskedWith {
  readonly path: PathValues;
  readonly query: QueryValues;
  readonly caller: Caller;
  readonly limits: ApiLimits;
}

/**
 * Makes the question of a request. `now` becomes the instant of the request, or the last one that
 * the token may see.
 *
 * @throws {Problem} If it cannot be asked, or asks for more than the token may see.
 */
export function askQuestion(endpoint: Endpoint, given: AskedWith): Asked {
  const { path, query, caller: { until }, limits } = given;
  const { asOf, isNow } = withoutNow(query["asOf"], until);
  const isList = endpoint.path === "/v1/series";
  const question = parsed(() => endpoint.ask(path, { ...query, asOf }));
  const instants = isList
    ? parsedInstants(asOf ?? until)
    : "at" in question
    ? [question.at].flat()
    : [];
  refuseLater(instants, until);
  refuseDelay(question, until);
  refuseMany(question, limits);
  refuseBackwards(question);
  return { question, instants, isNow, until };
}

function withoutNow(asOf: QueryValues[string], until: string | undefined) {
  const texts = asOf === undefined ? [] : [asOf].flat();
  if (!texts.includes("now")) return { asOf, isNow: false };
  const now = Date.now();
  const taken = until !== undefined && parseInstant(until) < now * 1000
    ? until
    : new Date(now).toISOString();
  const filled = texts.map((text) => text === "now" ? taken : text);
  return { asOf: typeof asOf === "string" ? filled[0] : filled, isNow: true };
}

function parsed(ask: () => unknown): Question {
  try {
    return parseQuestion(ask());
  } catch (error) {
    if (error instanceof QuestionError) {
      throw refusal(error.problems.map(({ field, message }) => inTheApisWords(field, message)));
    }
    if (error instanceof TypeError || error instanceof RangeError) {
      throw new Problem("bad-question", error.message, { cause: error });
    }
    throw error;
  }
}

function parsedInstants(asOf: QueryValues[string]): readonly string[] {
  if (typeof asOf !== "string") return [];
  try {
    return [instantText(parseInstant(asOf, "asOf"))];
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw refusal([{ field: "asOf", detail }]);
  }
}

/** A field of a question is a parameter; its instant has another name there. */
function inTheApisWords(field: string, message: string) {
  const name = field.replace(/\.\d+$/, "");
  const shown = name === "at" ? "asOf" : name === "curve" ? "id" : name;
  const detail = message.startsWith("Cannot ") ? message : `Cannot read "${shown}": ${message}`;
  return { field: shown, detail: detail.replace('the instant "at"', 'the instant "asOf"') };
}

function refuseLater(instants: readonly string[], until: string | undefined): void {
  if (until === undefined) return;
  const limit = parseInstant(until);
  const later = instants.find((instant) => parseInstant(instant) > limit);
  if (later === undefined) return;
  const detail =
    `Cannot answer as of ${later}: this token sees nothing after ${until}, ask for an ` +
    "earlier instant or with asOf=now, which is that instant here";
  throw new Problem("beyond-scope", detail, { errors: [{ field: "asOf", detail }] });
}

/** With a short delay, a bar would be seen before it is finished. */
function refuseDelay(question: Question, until: string | undefined): void {
  if (until === undefined || question.kind !== "bars" || question.delay === undefined) return;
  const detail = "Cannot answer with a delay of one's own: this token has a last instant, leave " +
    "delay out";
  throw new Problem("beyond-scope", detail, { errors: [{ field: "delay", detail }] });
}

/** What is known to be too much before the server is asked. */
function refuseMany(question: Question, limits: ApiLimits): void {
  if (!("series" in question) || typeof question.series === "string") return;
  const count = question.series.length;
  if (count > limits.series) {
    throw refusal([{
      field: "series",
      detail:
        `Cannot read ${count} series at once: ${limits.series} are the most, ask for them in ` +
        "several requests",
    }]);
  }
  if (question.kind !== "panel" && question.kind !== "cross-section") return;
  const instants = question.kind === "panel" ? question.at.length : 1;
  if (instants > limits.instants) {
    throw refusal([{
      field: "asOf",
      detail:
        `Cannot read ${instants} instants at once: ${limits.instants} are the most, ask for ` +
        "them in several requests",
    }]);
  }
  if (count * instants > limits.rows) throw tooManyRows(limits);
}

/** The refusal of an answer with more rows than one may have. */
export function tooManyRows({ rows }: ApiLimits): Problem {
  return new Problem(
    "too-many-rows",
    `Cannot answer with more than ${rows} rows: ask for fewer ` +
      "series or instants, or a shorter range",
  );
}

function refuseBackwards(question: Question): void {
  for (const [from, to] of [["from", "to"], ["fromTime", "toTime"]] as const) {
    // as: a kind of question without a range has neither field.
    const { [from]: first, [to]: last } = question as Partial<Record<string, string>>;
    if (first === undefined || last === undefined || !isAfter(first, last)) continue;
    const detail = `Cannot read an empty range: "${from}" is after "${to}", exchange them`;
    throw refusal([{ field: from, detail }]);
  }
}

/** Days have one form, instants several. */
function isAfter(first: string, last: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(first) ? first > last : parseInstant(first) > parseInstant(last);
}
