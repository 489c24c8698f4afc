import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import { read } from "./conflict_examples.ts";
import { type Attempt, firstFailing } from "./first_failing.ts";
import { isRowFailure } from "../refuse/row_failure.ts";
import { explainRow } from "../refuse/row_problems.ts";
import type { RowProblem } from "../refuse/rows_error.ts";
import { ROW, type Source } from "../stage/source.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { type DrizzleTarget, run } from "../stage/write_target.ts";

/** Rows that the server refused, and its message. */
export interface Refusal {
  readonly plan: TablePlan;
  readonly source: Source;
  readonly error: unknown;
  /** The statement that it refused. */
  readonly attempt: Attempt;
}

/**
 * Finds the rows for which the server refused a statement: all that break a check or refer to a
 * missing row, or else the first that fails alone.
 *
 * @throws {StrataError} If no such row is found.
 */
export async function findBadRows(tx: DrizzleTarget, refusal: Refusal): Promise<RowProblem[]> {
  try {
    const broken = await tx.transaction((savepoint) => brokenConstraints(savepoint, refusal));
    if (broken.length > 0) return broken;
  } catch (error) {
    // A value that the column's type refuses fails in everything that reads it.
    if (!isRowFailure(error)) throw error;
  }
  return [await firstFailing(tx, refusal)];
}

interface Constraint {
  readonly name: string;
  readonly columns: readonly string[];
  /** A check's condition, or null. */
  readonly expression: string | null;
  /** A foreign key's table, or null. */
  readonly referenced: string | null;
  readonly referencedColumns: readonly string[];
}

async function brokenConstraints(tx: DrizzleTarget, refusal: Refusal): Promise<RowProblem[]> {
  const { plan, source } = refusal;
  const constraints = await readConstraints(tx, plan);
  if (constraints.length === 0) return [];
  const parts = constraints.map((constraint, i) =>
    sql`select g.${ROW}::float8 as row, ${sql.raw(String(i))} as broken,
      ${shownValue(constraint)} as value
      from (${wholeRows(plan, source)}) g where ${violation(constraint)}`
  );
  const found = await run<{ row: number; broken: number; value: string | null }>(
    tx,
    sql`select distinct on (row) row, broken, value
      from (${sql.join(parts, sql` union all `)}) violations order by row, broken`,
  );
  const explained = await explainFirst(tx, refusal, found.map(({ row }) => row));
  return found.map(({ row, broken, value }) => {
    const constraint = constraints[broken];
    return explained.get(row) ?? {
      row,
      field: fieldOf(plan, constraint?.columns[0]),
      reason: reasonOf(plan, constraint, value),
    };
  });
}

async function readConstraints(tx: DrizzleTarget, plan: TablePlan): Promise<readonly Constraint[]> {
  const columnsOf = (relation: string, numbers: string) =>
    sql.raw(`(select coalesce(json_agg(a.attname order by k.place), '[]'::json)
      from unnest(${numbers}) with ordinality k (number, place)
      join pg_attribute a on a.attrelid = ${relation} and a.attnum = k.number)`);
  return await run<Constraint>(
    tx,
    sql`select conname as name, ${columnsOf("conrelid", "conkey")} as columns,
        pg_get_expr(conbin, conrelid) as expression,
        case when contype = 'f' then confrelid::regclass::text end as referenced,
        ${columnsOf("confrelid", "confkey")} as "referencedColumns"
      from pg_constraint
      where conrelid = ${plan.relation}::regclass and contype in ('c', 'f')
      order by contype desc, conname`,
  );
}

function violation({ columns, expression, referenced, referencedColumns }: Constraint): SQL {
  if (expression !== null) return sql.raw(`not (${expression})`);
  const given = columns.map((name) => `g.${quoteIdentifier(name)}`);
  const same = referencedColumns.map((name, i) => `r.${quoteIdentifier(name)} = ${given[i]}`);
  return sql.raw(`${given.map((field) => `${field} is not null`).join(" and ")}
    and not exists (select from ${referenced} r where ${same.join(" and ")})`);
}

function shownValue({ columns }: Constraint): SQL {
  const [first] = columns;
  return sql.raw(first === undefined ? "null" : `left(g.${quoteIdentifier(first)}::text, 60)`);
}

/**
 * The rows with all columns of the table, those not given as null, because a check may use any
 * column.
 */
function wholeRows(plan: TablePlan, source: Source): SQL {
  const given = new Set(source.columns.map(({ column }) => column.name));
  const absent = Object.values(getTableColumns(plan.table))
    .filter(({ name }) => !given.has(name))
    .map((column) => `, null::${storedType(column)} as ${quoteIdentifier(column.name)}`);
  return sql`select s.*${sql.raw(absent.join(""))} from (${source.select}) s`;
}

/** A serial is an integer with a default; it is not a type to cast to. */
function storedType(column: PgColumn): string {
  const type = column.getSQLType();
  if (!type.endsWith("serial")) return type;
  return { serial: "int", bigserial: "bigint", smallserial: "smallint" }[type] ?? type;
}

/** Explains the first rows with the message of the table's schema if that refuses them too. */
async function explainFirst(
  tx: DrizzleTarget,
  { plan, source }: Refusal,
  rows: readonly number[],
): Promise<ReadonlyMap<number, RowProblem>> {
  const first = rows.slice(0, 100);
  const fields = source.columns.map(({ name }, i) => `s.${name} as c${i}`);
  const found = await run<Record<string, unknown>>(
    tx,
    sql`select s.${ROW}, ${sql.raw(fields.join(", "))} from (${source.select}) s
      where s.${ROW} = any(${`{${first.join(",")}}`}::int8[])`,
  );
  return new Map(found.flatMap((values) => {
    const row = Object.fromEntries(
      source.columns.map((planned, i) => [planned.key, read(planned, values[`c${i}`])]),
    );
    if (plan.schema?.safeParse(row).success !== false) return [];
    const number = Number(values["strata_row"]);
    const [problem] = explainRow(plan, row, number);
    return problem === undefined ? [] : [[number, problem] as const]; // a pair, not an array
  }));
}

function reasonOf(plan: TablePlan, broken: Constraint | undefined, value: string | null): string {
  if (broken === undefined) return "breaks a constraint";
  const field = fieldOf(plan, broken.columns[0]);
  const got = `${field ?? broken.name}: got ${value}`;
  return broken.referenced === null
    ? `${got}, which breaks ${broken.name}: ${broken.expression}`
    : `${got}, which is not in ${broken.referenced}`;
}

function fieldOf(plan: TablePlan, name: string | undefined): string | undefined {
  return plan.columns.find(({ column }) => column.name === name)?.key;
}
