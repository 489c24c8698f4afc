import type { TablePlan } from "../../encode/table_plan.ts";
import type { Lookup } from "../names/lookups.ts";
import { type TargetColumn, targetNamed, unknownTarget } from "./columns.ts";

/** The columns of a table that a file can give, and the names that stand for ids. */
export function targetsOf(plan: TablePlan, lookups: readonly Lookup[]): readonly TargetColumn[] {
  return [
    ...plan.columns.map(({ key, column }) => ({ key, names: [column.name] })),
    ...lookups.map(({ key }) => ({ key, names: [] })),
  ];
}

/** Whether a name stands for an id that is the same in every row. */
export function isGiven(
  { key }: TargetColumn,
  lookups: readonly Lookup[],
  given: readonly string[],
): boolean {
  return lookups.some((lookup) => lookup.key === key && given.includes(lookup.column));
}

/** The keys of columns by whatever name they are meant. */
export function columnsNamed(
  names: readonly string[],
  targets: readonly TargetColumn[],
  problems: string[],
): ReadonlySet<string> {
  const found = names.map((name) => targetNamed(targets, name)?.key ?? { name });
  for (const one of found) {
    if (typeof one === "object") problems.push(unknownTarget(one.name, targets));
  }
  return new Set(found.filter((one) => typeof one === "string"));
}

/** Says which columns of a table are given by nothing, and once what gives them. */
export function missingColumns(
  plan: TablePlan,
  given: ReadonlySet<string>,
  { isVintage, lookups }: { readonly isVintage: boolean; readonly lookups: readonly Lookup[] },
): readonly string[] {
  const derived = isVintage ? undefined : plan.completes;
  const missing = plan.columns
    .filter(({ key, isRequired }) => isRequired && !given.has(key) && key !== derived)
    .map(({ key }) => key);
  const [first] = missing;
  if (first === undefined) return [];
  const named = lookups.filter(({ column }) => missing.includes(column))
    .map(({ key, column }) => ` or ${key}=${samples[key]} for ${column}`);
  return [
    ...missing.map((key) => `${key} is not given`),
    `what is not given is mapped to a column of the file (--map ${first}=NAME), or set ` +
    `(--set ${first}=VALUE${named.join("")})`,
  ];
}

const samples = { ticker: "AAPL", series: "FRED/GDP", source: "FRED" } as const;
