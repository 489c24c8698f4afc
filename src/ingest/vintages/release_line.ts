import { type SQL, sql } from "drizzle-orm";
import { boundsOn, names, ROW, type Source } from "../stage/source.ts";
import { relation, sameKey } from "../stage/statements.ts";
import type { TablePlan } from "../encode/table_plan.ts";

/**
 * The common table expressions `given` (the rows of a source) and `line` (those rows and the stored
 * ones of their observations, which have a `revision_number` and no `strata_row`).
 */
export function releaseLine(plan: TablePlan, source: Source): SQL {
  return sql`given as materialized (${source.select}),
    line as (
      select ${names(plan.key, "t")}, t.value, t.release_time, t.revision_number,
        null::int8 as ${ROW}
      from ${relation(plan)} t
      where ${boundsOn("t", source)}
        and exists (select from given g where ${sameKey(plan, "t")})
      union all
      select ${names(plan.key)}, value, release_time, null, ${ROW} from given
    )`;
}

/**
 * The window over the releases of one observation in order; at the same instant, stored ones come
 * before given ones.
 */
export function releaseWindow(plan: TablePlan): SQL {
  return sql`partition by ${names(plan.key)}
        order by release_time, ${ROW} is not null, revision_number, ${ROW}`;
}
