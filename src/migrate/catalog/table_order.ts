import { formatRelation } from "../author/relation.ts";
import type { ConstraintDdl } from "./constraint_ddl.ts";
import type { TableDdl } from "./table_ddl.ts";

/** A table in creation order, with the constraints that can be created with it. */
export interface OrderedTable {
  /** The table. */
  readonly table: TableDdl;
  /** The constraints that can be created with the table. */
  readonly inline: readonly ConstraintDdl[];
  /** The foreign keys that close a cycle, to be added after all tables. */
  readonly late: readonly ConstraintDdl[];
}

/** Sorts tables so that they can be created: referenced tables come first. */
export function orderTables(tables: readonly TableDdl[]): readonly OrderedTable[] {
  const waiting = [...tables];
  const expected = new Set(tables.map((table) => formatRelation(table.relation)));
  const created = new Set<string>();
  const ordered: OrderedTable[] = [];
  const isReady = ({ target }: ConstraintDdl, self: string): boolean => {
    if (target === null) return true;
    const key = formatRelation(target);
    return key === self || created.has(key) || !expected.has(key);
  };
  while (waiting.length > 0) {
    const ready = waiting.findIndex((table) =>
      table.constraints.every((constraint) => isReady(constraint, formatRelation(table.relation)))
    );
    // If none is ready there is a cycle. Break it at the first table.
    const [table] = waiting.splice(Math.max(ready, 0), 1);
    if (table === undefined) break;
    const self = formatRelation(table.relation);
    const [inline, late] = split(table.constraints, (constraint) => isReady(constraint, self));
    ordered.push({ table, inline, late });
    created.add(self);
  }
  return ordered;
}

function split<Item>(
  items: readonly Item[],
  isFirst: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
