import { quoteLiteral } from "../../base/sql/mod.ts";
import { candleLength, timeframeMinutes } from "../../schema/candles/timeframe_minutes.ts";
import { literal } from "./_arguments.ts";
import type { QuestionOf } from "./question.ts";

/**
 * Writes the statement for candles that were finished at an instant: those that the exchange gave, or
 * those that the aggregates build from its minutes.
 */
export function candleStatement(question: QuestionOf<"candles">): string {
  const { exchange, symbol, timeframe, at, fromTime, toTime, built } = question;
  const [table, time] = built === true ? [aggregateOf(timeframe), "bucket"] : ["ohlcv", "time"];
  const length = candleLength(timeframeMinutes[timeframe]);
  // Counted back from the instant in UTC, so that the key's index serves.
  const newest = `(${
    literal(at, "timestamptz")
  } at time zone 'UTC' - interval '${length}') at time zone 'UTC'`;
  const conditions = [
    `exchange = ${quoteLiteral(exchange)}`,
    `symbol = ${quoteLiteral(symbol)}`,
    ...built === true ? [] : [`timeframe = ${quoteLiteral(timeframe)}`],
    `${time} <= ${newest}`,
    ...fromTime === undefined ? [] : [`${time} >= ${literal(fromTime, "timestamptz")}`],
    ...toTime === undefined ? [] : [`${time} < ${literal(toTime, "timestamptz")}`],
  ];
  return `select ${time} as time, open, high, low, close, volume from ${table} where ${
    conditions.join(" and ")
  } order by ${time}`;
}

function aggregateOf(timeframe: string): string {
  if (timeframe === "5m" || timeframe === "1h" || timeframe === "1d") return `candles_${timeframe}`;
  throw new TypeError(
    `Cannot read candles of ${timeframe} built from minutes: they are built for 5m, 1h and 1d`,
  );
}
