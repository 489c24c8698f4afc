import { VERSION } from "../../../base/version.ts";
import { type Queryable, quoteLiteral } from "../../../base/sql/mod.ts";
import type { Question } from "../../question/mod.ts";
import type { Manifest } from "./manifest.ts";

/** Reads the versions that had a part in an answer. */
export async function versionsOf(source: Queryable): Promise<Manifest["versions"]> {
  const { rows } = await source.query<{ postgres: string; timescaledb: string | null }>(
    `select current_setting('server_version') as postgres,
      (select extversion from pg_extension where extname = 'timescaledb') as timescaledb`,
  );
  const { postgres = "", timescaledb = null } = rows[0] ?? {};
  return { package: VERSION, deno: Deno.version.deno, postgres, timescaledb };
}

/** Reads the series that a question asks for, with the codes that they have today. */
export async function seriesOf(source: Queryable, question: Question): Promise<Manifest["series"]> {
  if (!("series" in question)) return [];
  const names = [question.series].flat().map((name) => quoteLiteral(name)).join(", ");
  const { rows } = await source.query<{ id: number; code: string }>(
    `select s.id, d.name || '/' || s.series_code as code
    from unnest(strata.series_ids(array[${names}]::text[])) with ordinality as asked (id, place)
    join series_metadata s on s.id = asked.id join data_sources d on d.id = s.source_id
    order by asked.place`,
  );
  return rows.map(({ id, code }) => ({ id: Number(id), code }));
}
