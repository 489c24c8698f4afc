import { type Queryable, quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";
import type { ColumnStatement } from "../columns/mod.ts";
import { planQuestion } from "../question/mod.ts";
import type { Asked } from "./_ask.ts";

/**
 * Plans the statement of a request. A list of series with an instant leaves out later ones. A token
 * with a last instant sees no adjusted close: that is adjusted for what came later.
 */
export async function planAsked(source: Queryable, asked: Asked): Promise<ColumnStatement> {
  const { question, instants: [instant], until } = asked;
  const statement = await planQuestion(source, question);
  if (question.kind === "bars" && until !== undefined) return withoutAdjusted(statement);
  if (question.kind !== "series" || instant === undefined) return statement;
  return {
    ...statement,
    text: `select * from (${statement.text}) listed where ${
      hasRelease("listed.series_id", instant)
    } order by source, code`,
  };
}

/**
 * The statement that names the first of the question's series that had no release by the last
 * instant that the caller may see: to such a caller it does not exist yet. Undefined where nothing
 * is hidden.
 */
export function hiddenSeriesStatement({ question, until }: Asked): string | undefined {
  if (until === undefined || !("series" in question)) return undefined;
  const series = [question.series].flat().map((one) => quoteLiteral(one)).join(", ");
  return `select asked.name from unnest(array[${series}]::text[]) asked (name)
    cross join lateral (select strata.series_id(asked.name) as id) found
    where not ${hasRelease("found.id", until)} limit 1`;
}

/** The statement that tells whether a curve, or an exchange's symbol, has any row at all. */
export function existenceStatement({ question, until }: Asked): string | undefined {
  const by = quoteLiteral(until ?? "infinity");
  switch (question.kind) {
    case "curve":
      return `select 1 from curves where curve_id = ${quoteLiteral(question.curve)}
        and curve_date < (least(${by}::timestamptz, now()) at time zone 'UTC')::date limit 1`;
    case "candles":
      return `select 1 from ohlcv where exchange = ${quoteLiteral(question.exchange)}
        and symbol = ${quoteLiteral(question.symbol)} and time <= ${by} limit 1`;
    default:
      return undefined;
  }
}

function withoutAdjusted({ columns, text }: ColumnStatement): ColumnStatement {
  const selected = columns.map(({ name }) =>
    name === "adjusted_close"
      ? "null::double precision as adjusted_close"
      : `bar.${quoteIdentifier(name)}`
  );
  return {
    columns,
    text: `select ${selected.join(", ")} from (${text}) bar order by bar."timestamp"`,
  };
}

function hasRelease(id: string, instant: string): string {
  const by = `${quoteLiteral(instant)}::timestamptz`;
  const tables = ["macro_series", "flow_data", "fiscal_data"].map((table) =>
    `exists (select from ${table} r where r.series_id = ${id} and r.release_time <= ${by})`
  );
  return `(${tables.join(" or ")})`;
}
