import type { TablePlan } from "../../encode/table_plan.ts";
import type { Lookup } from "../names/lookups.ts";
import { type TargetColumn, targetNamed, unknownTarget } from "./columns.ts";

/** Returns the columns of a table that can be loaded, and the names that stand for ids. */
export function targetsOf(plan: TablePlan, lookups: readonly Lookup[]): readonly TargetColumn[] {
  return [
    ...plan.columns.map(({ key, column }) => ({ key, names: [column.name] })),
    ...lookups.map(({ key }) => ({ key, names: [] })),
  ];
}

/** Tells whether a name stands for an id that is already given. */
export function isGiven(
  { key }: TargetColumn,
  lookups: readonly Lookup[],
  given: readonly string[],
): boolean {
  return lookups.some((lookup) => lookup.key === key && given.includes(lookup.column));
}

/**
 * Returns the keys of columns given by any of their names, and adds unknown names to the problems.
 */
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

/**
 * Returns a message for each required column that gets no value, and one that says how to give it.
 */
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
    `map what is missing to columns of the file (--map ${first}=NAME), or set it ` +
    `(--set ${first}=VALUE${named.join("")})`,
  ];
}

const samples = { ticker: "AAPL", series: "FRED/GDP", source: "FRED" } as const;
