import { parseRelation, type Queryable, quoteIdentifier } from "../../base/sql/mod.ts";
import { type ColumnStatement, describeColumns } from "../columns/mod.ts";
import { literal } from "./_arguments.ts";
import type { QuestionOf } from "./question.ts";

/**
 * Writes the statement for a table in the order of its primary key. `from` and `to` bound its first
 * column of a day or an instant in the key; `to` is inclusive for days and exclusive for instants,
 * as in the other reads.
 *
 * @throws {RangeError} If the table does not exist, has no key to order it, or lacks the column that
 * `knownTo`, `from` or `to` needs.
 */
export async function tableStatement(
  source: Queryable,
  { table, knownTo, from, to }: QuestionOf<"table">,
): Promise<ColumnStatement> {
  const { schema, name } = parseRelation(table);
  const columns = await columnsOf(source, schema ?? null, name);
  const missing = (state: string) => new RangeError(`Cannot read the table "${table}": ${state}`);
  const [first] = columns;
  if (first === undefined) throw missing("it does not exist, or may not be read");
  const key = columns.filter(({ place }) => place !== null).sort((a, b) =>
    (a.place ?? 0) - (b.place ?? 0)
  );
  if (key.length === 0) {
    throw missing("it has no primary key, without which its rows have no order to keep");
  }
  const time = key.find(({ type }) => type === "date" || type.startsWith("timestamp"));
  if (time === undefined && (from ?? to) !== undefined) {
    throw missing("its key holds no time for from and to, leave them out");
  }
  if (knownTo !== undefined && !columns.some(({ name }) => name === "ingested_at")) {
    throw missing("it does not say when its rows were stored, leave knownTo out");
  }
  const column = time === undefined ? "" : quoteIdentifier(time.name);
  const type = time?.type ?? "";
  const conditions = [
    ...knownTo === undefined ? [] : [`ingested_at <= ${literal(knownTo, "timestamptz")}`],
    ...from === undefined ? [] : [`${column} >= ${literal(from, type)}`],
    ...to === undefined ? [] : [`${column} ${type === "date" ? "<=" : "<"} ${literal(to, type)}`],
  ];
  const text = `select * from ${quoteIdentifier(first.schema, name)} ${
    conditions.length > 0 ? `where ${conditions.join(" and ")}` : ""
  } order by ${key.map(({ name }) => quoteIdentifier(name)).join(", ")}`;
  return await describeColumns(source, text);
}

interface TableColumn {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  /** Its place in the primary key. */
  readonly place: number | null;
}

async function columnsOf(
  source: Queryable,
  schema: string | null,
  name: string,
): Promise<readonly TableColumn[]> {
  const { rows } = await source.query<TableColumn>(
    `select n.nspname as schema, a.attname as name, format_type(a.atttypid, null) as type,
      array_position(k.conkey, a.attnum) as place
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
    where c.oid = to_regclass($1) and has_table_privilege(c.oid, 'select')
    order by a.attnum`,
    [schema === null ? quoteIdentifier(name) : quoteIdentifier(schema, name)],
  );
  return rows;
}
