import { quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";
import type { Column, ColumnStatement } from "../columns/mod.ts";
import { answerColumns } from "./_answer_columns.ts";
import {
  type Arguments,
  call,
  clockArguments,
  list,
  literal,
  rangeArguments,
  reachArguments,
} from "./_arguments.ts";
import { candleStatement } from "./_candle_statement.ts";
import type { Question, QuestionOf } from "./question.ts";

/** A question whose columns are known before the server is asked. */
export type PlannedQuestion = Exclude<Question, { readonly kind: "table" }>;

/**
 * Writes the statement that answers a question, through the functions of the schema `strata`. Each
 * has an order that decides for every row, so that the same answer is the same bytes.
 */
export function questionStatement(question: PlannedQuestion): ColumnStatement {
  switch (question.kind) {
    case "as-of":
      return asOfStatement(question);
    case "first-release":
      return ofSeries("first_release", question, answerColumns.figures);
    case "nth-release":
      return ofSeries("nth_release", question, answerColumns.figures, { n: String(question.n) });
    case "revisions":
      return ofSeries(
        "revisions",
        question,
        answerColumns.revisions,
        {},
        "observation_date, release",
      );
    case "vintages":
      return ofSeries("vintages", question, answerColumns.vintages, {}, "release_time");
    case "matrix":
      return matrixStatement(question);
    case "cross-section":
      return crossSectionStatement(question);
    case "panel":
      return panelStatement(question);
    case "changes":
      return changesStatement(question);
    case "bars":
      return barsStatement(question);
    case "candles":
      return { columns: answerColumns.candles, text: candleStatement(question) };
    case "curve":
      return curveStatement(question);
    case "series":
      return seriesStatement(question);
  }
}

/** Many series are read one by one: each is a short scan of its own segment. */
function asOfStatement(question: QuestionOf<"as-of">): ColumnStatement {
  const { prefix, key, hasUnit } = figures(question);
  const columns = hasUnit ? answerColumns.figuresWithUnit : answerColumns.figures;
  const given = { ...key, ...looked(question), ...rangeArguments(question) };
  const [first, ...more] = question.series;
  if (first !== undefined && more.length === 0) {
    const asked = call(`${prefix}as_of`, { series: literal(first, "text"), ...given });
    return select(columns, `from ${asked}`, "observation_date");
  }
  const asked = call(`${prefix}as_of`, { series: "asked.id::bigint", ...given });
  return select(
    columns,
    `from ${namedSeries(question.series)} cross join lateral ${asked} known`,
    "asked.place, observation_date",
    "known.",
  );
}

function ofSeries(
  name: string,
  question: QuestionOf<"first-release" | "nth-release" | "revisions" | "vintages">,
  columns: readonly Column[],
  own: Arguments = {},
  order = "observation_date",
): ColumnStatement {
  const asked = call(name, {
    series: literal(question.series, "text"),
    ...own,
    ...looked(question),
    ...rangeArguments(question),
  });
  return select(columns, `from ${asked}`, order);
}

/** Each vintage counts from its own instant on, so only the search for them is strict or delayed. */
function matrixStatement(question: QuestionOf<"matrix">): ColumnStatement {
  const series = literal(question.series, "text");
  const { knownTo, kinds } = question;
  const range = rangeArguments(question);
  const vintages = call("vintages", { series, ...looked(question), ...range });
  const known = call("as_of", {
    series,
    at: "column_of.release_time",
    ...clockArguments({ knownTo, kinds }),
    ...range,
  });
  return {
    columns: answerColumns.matrix,
    text: `select column_of.release_time as vintage, ${
      namesOf(answerColumns.matrix.slice(1), "known.")
    } from ${vintages} column_of cross join lateral ${known} known order by 1, known.observation_date`,
  };
}

function crossSectionStatement(question: QuestionOf<"cross-section">): ColumnStatement {
  const asked = call("latest", {
    series: "asked.id::bigint",
    ...looked(question),
    ...reachArguments(question),
  });
  const columns = answerColumns.figures;
  return {
    columns,
    text: `select asked.id as series_id, ${namesOf(columns.slice(1), "known.")} from ${
      namedSeries(question.series)
    } left join lateral ${asked} known on true order by asked.place`,
  };
}

function panelStatement(question: QuestionOf<"panel">): ColumnStatement {
  const { prefix, key, hasUnit } = figures(question);
  const asked = call(`${prefix}panel`, {
    series: list(question.series, "text"),
    ...key,
    at: list(question.at, "timestamptz"),
    ...reachArguments(question),
    ...clockArguments(question),
  });
  const columns = hasUnit ? answerColumns.panelWithUnit : answerColumns.panel;
  return select(columns, `from ${asked}`, "as_of, series_id");
}

function changesStatement(question: QuestionOf<"changes">): ColumnStatement {
  const asked = call("changes_since", {
    series: list(question.series, "text"),
    since: literal(question.since, "timestamptz"),
    known_since: literal(question.knownSince, "timestamptz"),
    ...looked(question),
    ...rangeArguments(question),
  });
  return select(answerColumns.changes, `from ${asked}`, "series_id, observation_date");
}

function barsStatement(question: QuestionOf<"bars">): ColumnStatement {
  const { instrument, frequency, at, delay, fromTime, toTime } = question;
  const asked = call("bars", {
    instrument: literal(instrument, "text"),
    frequency: literal(frequency, "text"),
    at: literal(at, "timestamptz"),
    delay: literal(delay, "interval"),
    from_time: literal(fromTime, "timestamptz"),
    to_time: literal(toTime, "timestamptz"),
  });
  return select(answerColumns.bars, `from ${asked}`, `"timestamp"`);
}

/** A curve is known when its day is over in UTC: the day before the instant is the last one. */
function curveStatement({ curve, day, at, maxAge }: QuestionOf<"curve">): ColumnStatement {
  const asked = literal(day, "date");
  const last = `(${literal(at, "timestamptz")} at time zone 'UTC')::date - 1`;
  const age = literal(maxAge, "interval");
  const known = call("curve_on", {
    curve: literal(curve, "text"),
    day: `least(${asked}, ${last})`,
    max_age: age,
  });
  const oldest = age === undefined ? asked : `strata.oldest_day(${asked}, ${age})`;
  return select(answerColumns.curve, `from ${known} where curve_date >= ${oldest}`, "tenor_days");
}

function seriesStatement({ source, search }: QuestionOf<"series">): ColumnStatement {
  const isOfSource = source === undefined ? "" : `and d.name = ${quoteLiteral(source)}`;
  // The text is searched as it stands: % and _ mean themselves.
  const isFound = search === undefined
    ? ""
    : `and strpos(lower(concat_ws(' ', d.name, s.series_code, s.name)), ${
      quoteLiteral(search.toLowerCase())
    }) > 0`;
  return {
    columns: answerColumns.series,
    text: `select s.id as series_id, d.name as source, s.series_code as code, s.name, s.frequency,
      s.country, s.unit, s.release_timezone
      from series_metadata s join data_sources d on d.id = s.source_id
      where true ${isOfSource} ${isFound} order by d.name, s.series_code`,
  };
}

function looked(
  question: { readonly at: string } & Parameters<typeof clockArguments>[0],
): Arguments {
  return { at: literal(question.at, "timestamptz"), ...clockArguments(question) };
}

/** The table that is read: its functions' prefix, and the argument that only they have. */
function figures(
  { flowType, fiscalMetric }: Pick<QuestionOf<"as-of">, "flowType" | "fiscalMetric">,
) {
  if (flowType !== undefined && fiscalMetric !== undefined) {
    throw new TypeError("Cannot read a flow and a fiscal figure at once: pass one of the two");
  }
  if (flowType !== undefined) {
    return { prefix: "flow_", key: { flow_type: literal(flowType, "text") }, hasUnit: true };
  }
  if (fiscalMetric !== undefined) {
    return {
      prefix: "fiscal_",
      key: { fiscal_metric: literal(fiscalMetric, "text") },
      hasUnit: true,
    };
  }
  return { prefix: "", key: {}, hasUnit: false };
}

function namedSeries(series: readonly string[]): string {
  return `unnest(strata.series_ids(${list(series, "text")})) with ordinality as asked (id, place)`;
}

function select(
  columns: readonly Column[],
  from: string,
  order: string,
  prefix = "",
): ColumnStatement {
  return { columns, text: `select ${namesOf(columns, prefix)} ${from} order by ${order}` };
}

function namesOf(columns: readonly Column[], prefix = ""): string {
  return columns.map(({ name }) => `${prefix}${quoteIdentifier(name)}`).join(", ");
}
