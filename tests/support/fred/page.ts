import type { FredAnswer, FredItem } from "./answer.ts";
import { choice, integer } from "./parameters.ts";

/** Returns the requested page of a list, with the facts that FRED adds. */
export function page<T>(
  items: readonly T[],
  parameters: URLSearchParams,
  options: { readonly limit: number; readonly orderBy: string; readonly order?: "asc" | "desc" },
): { readonly facts: FredAnswer["facts"]; readonly items: readonly T[] } {
  const usual = options.order ?? "asc";
  const order = choice(parameters, "sort_order", { values: ["asc", "desc"], usual });
  const range = { usual: options.limit, min: 1, max: options.limit };
  const limit = integer(parameters, "limit", range);
  const offset = integer(parameters, "offset", { usual: 0, min: 0, max: 2 ** 31 });
  const sorted = order === usual ? items : items.toReversed();
  const count = items.length;
  return {
    facts: { "order_by": options.orderBy, "sort_order": order, count, offset, limit },
    items: sorted.slice(offset, offset + limit),
  };
}

/** Makes an answer from a page. */
export function pagedAnswer(
  list: string,
  before: FredAnswer["facts"],
  found: { readonly facts: FredAnswer["facts"]; readonly items: readonly FredItem[] },
): FredAnswer {
  return { facts: { ...before, ...found.facts }, list, items: found.items };
}
