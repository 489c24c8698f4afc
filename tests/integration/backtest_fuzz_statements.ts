import { Random } from "../support/random.ts";
import { RELATIONS } from "../fixtures/backtest_statements.ts";

/** Draws a number from 0 up to below a bound. */
export type Draw = (below: number) => number;

/** A statement drawn by chance, whose answer depends on nothing but the rows that it may see. */
export interface DrawnStatement {
  /** The statement, after settings of the planner and functions of the session. */
  readonly sql: string;
  /** Whether it is a plan, which tells sizes. */
  readonly isPlan: boolean;
}

/** Creates a generator of numbers from a seed. */
export function drawFrom(seed: number): Draw {
  const random = new Random(seed);
  return (below) => random.below(below);
}

/** Draws a statement that tries to see hidden rows by its plan, its errors or its notices. */
export function drawStatement(draw: Draw): DrawnStatement {
  const one = <T>(list: readonly T[]): T => list[draw(list.length)] as T; // as: the index is within
  const some = <T>(list: readonly T[], chance: number): readonly T[] =>
    list.filter(() => draw(100) < chance);
  const [name, value, time] = one(RELATIONS);
  const [, otherValue, otherTime] = one(RELATIONS);
  const [otherName] = RELATIONS.find((it) => it[1] === otherValue && it[2] === otherTime) ?? [name];

  const condition = (alias: string): string =>
    one([
      `pg_temp.tell(${alias})`,
      `pg_temp.tell(${alias}.${time})`,
      `${alias}.${time} > '${2023 + draw(12)}-01-01Z'`,
      `${alias}.${time} <= '${2023 + draw(12)}-06-01Z'`,
      `not pg_temp.deny(${alias}.${time})`,
      `${alias}.${time} is not null`,
      `pg_temp.fall(${alias}.${time})`,
      `(case when ${alias}.${time} > '2027-01-01Z' then 1 / length(left(${alias}.${time}::text, 0)) else 1 end) = 1`,
      `(${alias}.${time}::text || case when ${alias}.${time} > '2027-01-01Z' then 'x' else '' end)::timestamptz is not null`,
      `(select max(o.${otherTime}) from ${otherName} o where pg_temp.tell(o.${otherTime})) >= ${alias}.${time}`,
    ]);
  const from = one([
    `${name} n cross join (select 0 as zero) draw`,
    `(select 0 as zero) draw left join ${name} n on true`,
    `(select 0 as zero) draw cross join lateral (select * from ${name} l order by l.${time} desc, l::text limit 40) n`,
    `(select 0 as zero) draw full join (select * from ${name} offset 0) n on true`,
    `${name} n join (select 0 as zero) draw on n.${time} >= '2000-01-01Z'`,
    `(select 0 as zero) draw, (select * from ${name} union all select * from ${name}) n`,
    `(select 0 as zero) draw, (select * from ${name} except select * from ${name} where ${time} < '2024-01-01Z') n`,
  ]);
  const where = [condition("n"), ...some([condition("n"), condition("n")], 50)]
    .join(one([" and ", " or "]));
  const what = one([
    "n.*",
    "n::text",
    `max(n.${time}), min(n.${time}), count(*)`,
    `count(*) filter (where n.${time} > '2027-01-01Z')`,
    `array_agg(n.${time} order by n.${time} desc)`,
    `n.${time}, count(*) over (order by n.${time} range between unbounded preceding and unbounded following)`,
    `json_agg(n order by n.${time}, n::text)`,
  ]);
  const query = `select ${what} from ${from} where ${where}`;
  const isPlan = draw(10) === 0;
  const form = isPlan ? `explain (analyze, verbose, timing off, summary off) ${query}` : one([
    query,
    query,
    `prepare p as ${query}; execute p; execute p`,
    `begin; declare c cursor with hold for ${query}; commit; fetch all c`,
    `create temp table made as select 1 as one, ($$${value}$$) as text; ${query}`,
    `with w as materialized (${query}) select * from w`,
    `with w as not materialized (${query}) select * from w`,
    `copy (${query}) to stdout`,
  ]);
  // A copy must be a statement of its own: it keeps the session's settings as they are.
  if (form.startsWith("copy")) return { sql: query, isPlan: false };
  const settings = some(SETTINGS, 20).map((it) => `set ${it};`).join(" ");
  return { sql: `${FUNCTIONS} ${settings} ${form}`, isPlan };
}

/** Functions that tell of hidden rows, at a cost that makes the planner call them first. */
const FUNCTIONS = ["tell", "deny", "fall"].map((name) =>
  `create function pg_temp.${name}(x anyelement) returns boolean language plpgsql cost 0.0000001 as $$
  begin
    if x::text ~ '203\\d-' then raise ${
    name === "fall" ? "exception" : "notice"
  } 'leaked %', x; end if;
    return ${name !== "deny"};
  end $$;`
).join(" ");

const SETTINGS: readonly string[] = [
  "enable_seqscan = off",
  "enable_indexscan = off",
  "enable_bitmapscan = off",
  "enable_hashjoin = off",
  "enable_mergejoin = off",
  "enable_nestloop = off",
  "enable_material = off",
  "enable_memoize = off",
  "enable_sort = off",
  "enable_hashagg = off",
  "plan_cache_mode = force_generic_plan",
  "plan_cache_mode = force_custom_plan",
  "from_collapse_limit = 1",
  "join_collapse_limit = 1",
  "parallel_setup_cost = 0",
  "parallel_tuple_cost = 0",
  "min_parallel_table_scan_size = 0",
  "cursor_tuple_fraction = 0.0001",
  "work_mem = '64kB'",
  "timescaledb.enable_chunk_append = off",
  "timescaledb.enable_runtime_exclusion = on",
  "timescaledb.enable_constraint_aware_append = off",
  "timescaledb.enable_ordered_append = off",
  "timescaledb.enable_qual_propagation = off",
  "timescaledb.enable_skipscan = off",
  "timescaledb.enable_vectorized_aggregation = off",
  "timescaledb.enable_bulk_decompression = off",
  "timescaledb.enable_decompression_sorted_merge = off",
];
