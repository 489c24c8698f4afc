import type { Queryable } from "../../base/sql/mod.ts";
import { parseRelation } from "../author/relation.ts";
import type { Difference } from "./difference.ts";

/**
 * Adds to differences of missing tables and views the schemas that hold one of the same name, since
 * it may have been moved there.
 *
 * @param schemas The schemas that are already compared.
 */
export async function withElsewhere(
  client: Queryable,
  differences: readonly Difference[],
  schemas: readonly string[],
): Promise<readonly Difference[]> {
  const gone = differences.filter(isGone).map(({ object }) => parseRelation(object).name);
  if (gone.length === 0) return differences;
  const { rows } = await client.query<{ name: string; schema: string }>(elsewhereQuery, [
    gone,
    schemas,
  ]);
  const found = Map.groupBy(rows, ({ name }) => name);
  return differences.map((difference) => {
    const places = isGone(difference) ? found.get(parseRelation(difference.object).name) ?? [] : [];
    return places.length === 0
      ? difference
      : { ...difference, actual: elsewhereText(places.map(({ schema }) => schema)) };
  });
}

/** The start of the text for an object that another schema may hold. */
export const ELSEWHERE = "missing, but one of this name is in schema ";

function elsewhereText(schemas: readonly string[]): string {
  return `${ELSEWHERE}${schemas.join(", ")}`;
}

function isGone({ layer, property, actual }: Difference): boolean {
  return layer === "database" && actual === null && (property === "table" || property === "view");
}

const elsewhereQuery = `
  select c.relname as name, n.nspname as schema
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relname = any($1) and c.relkind in ('r', 'p', 'v', 'm') and n.nspname <> all($2)
    and n.nspname not like 'pg\\_%' and n.nspname !~ '^(information_schema|_?timescaledb)'
  order by 1, 2`;
