import type { Queryable } from "../../../base/sql/mod.ts";
import { parseRelation, quoteIdentifier } from "../../../base/sql/mod.ts";
import type { Question, QuestionKind } from "../../question/mod.ts";

/** The columns that tell the rows of an answer apart, in the answer's order. */
const keys: Readonly<Record<Exclude<QuestionKind, "table">, readonly string[]>> = {
  "as-of": ["series_id", "observation_date"],
  "first-release": ["series_id", "observation_date"],
  "nth-release": ["series_id", "observation_date"],
  revisions: ["series_id", "observation_date", "release"],
  vintages: ["release_time"],
  matrix: ["vintage", "observation_date"],
  "cross-section": ["series_id"],
  panel: ["as_of", "series_id"],
  changes: ["series_id", "observation_date"],
  bars: ["instrument_id", "timestamp"],
  candles: ["time"],
  curve: ["tenor_days"],
  series: ["series_id"],
};

/** Returns the columns that tell the rows of an answer apart; for a table, its primary key. */
export async function keyColumns(
  source: Queryable,
  question: Question,
): Promise<readonly string[]> {
  if (question.kind !== "table") return keys[question.kind];
  const { schema, name } = parseRelation(question.table);
  const { rows } = await source.query<{ name: string }>(
    `select a.attname as name
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
    where k.contype = 'p' and k.conrelid = to_regclass($1)
    order by array_position(k.conkey, a.attnum)`,
    [schema === undefined ? quoteIdentifier(name) : quoteIdentifier(schema, name)],
  );
  return rows.map(({ name }) => name);
}
