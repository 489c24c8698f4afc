import type { Queryable } from "../../base/sql/mod.ts";
import { statementHead } from "../text/statement_head.ts";
import { type IndexBuild, readIndexBuild } from "./index_build.ts";
import { isIndexOf } from "./same_index.ts";

/**
 * The outcome of a statement that started and whose end is unknown: done, to be run again, or
 * `unknown` with the reason.
 */
export type InterruptedOutcome = "done" | "again" | { readonly unknown: string };

/**
 * Finds the outcome of an interrupted statement that ran without a transaction: `done` if the
 * catalog shows its full effect, `again` if it had no effect or may run twice. First drops an
 * invalid index that a concurrent build has left behind.
 */
export async function resolveInterrupted(
  client: Queryable,
  statement: string,
): Promise<InterruptedOutcome> {
  const head = statementHead(statement);
  if (repeatable.some((pattern) => pattern.test(head))) return "again";
  const build = readIndexBuild(statement);
  if (build !== null) return await resolveIndexBuild(client, build);
  const dropped =
    /^drop index concurrently (?:if exists )?((?:"(?:[^"]|"")+"|[\w$.\u0080-\uffff])+)/
      .exec(head)?.[1];
  if (dropped !== undefined) return await exists(client, dropped) ? "again" : "done";
  const view =
    /^create materialized view (?:if not exists )?((?:"(?:[^"]|"")+"|[\w$.\u0080-\uffff])+)/.exec(
      head,
    )?.[1];
  // The view is committed before it is filled, so its existence does not prove that it has data.
  if (view !== undefined && !await exists(client, view)) return "again";
  return { unknown: "and the catalog does not show its outcome" };
}

/**
 * Removes what a failed statement has left behind, so that it can run again: the invalid index of a
 * concurrent build.
 */
export async function removeRemains(client: Queryable, statement: string): Promise<void> {
  const build = readIndexBuild(statement);
  if (build !== null) await dropBroken(client, build);
}

const repeatable: readonly RegExp[] = [
  /^vacuum\b/,
  /^reindex\b/,
  /^alter system\b/,
  /^call (("[^"]+"|[\w$]+)\.)?"?refresh_continuous_aggregate"?\b/,
  /^alter extension "?timescaledb"? update\b/,
  // The step that compresses chunks commits each one, and skips chunks that are compressed.
  /^do\b[\s\S]*\bperform (("[^"]+"|[\w$]+)\.)?compress_chunk\([^)]*, if_not_compressed => true\);/,
];

async function resolveIndexBuild(
  client: Queryable,
  build: IndexBuild,
): Promise<InterruptedOutcome> {
  await dropBroken(client, build);
  if (!await exists(client, build.name)) return "again";
  if (await isIndexOf(client, build)) return "done";
  return { unknown: `and there is an index ${build.name} with another definition` };
}

async function dropBroken(client: Queryable, { name }: IndexBuild): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name
     from pg_catalog.pg_index i where i.indexrelid = to_regclass($1) and not i.indisvalid`,
    [name],
  );
  const broken = rows[0];
  // The name comes from `regclass`, which quotes it if needed.
  if (broken !== undefined) await client.query(`drop index concurrently ${broken.name}`);
}

async function exists(client: Queryable, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [name],
  );
  return rows[0]?.found === true;
}
