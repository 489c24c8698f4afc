import type { Queryable } from "../../base/sql/mod.ts";
import { statementHead } from "../text/statement_head.ts";
import { type IndexBuild, readIndexBuild } from "./index_build.ts";
import { isIndexOf } from "./same_index.ts";

/** What became of a statement that was started and not seen to end; `unknown` says why. */
export type InterruptedOutcome = "done" | "again" | { readonly unknown: string };

/**
 * Finds out what became of a statement outside of a transaction whose end nobody saw: `done` where the
 * catalog shows its whole effect, `again` where it left nothing or may run twice. A broken index that
 * a concurrent build left behind is dropped first.
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
  // The view is created and committed before it is filled, so its presence does not prove the data.
  if (view !== undefined && !await exists(client, view)) return "again";
  return { unknown: "and what became of it cannot be told from the catalog" };
}

/**
 * Removes what a statement that failed for certain left behind, so that it can run again: a broken
 * index of a concurrent build.
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
  // The step that compresses chunks: each is committed by itself, and a compressed one is skipped.
  /^do\b[\s\S]*\bperform (("[^"]+"|[\w$]+)\.)?compress_chunk\([^)]*, if_not_compressed => true\);/,
];

async function resolveIndexBuild(
  client: Queryable,
  build: IndexBuild,
): Promise<InterruptedOutcome> {
  await dropBroken(client, build);
  if (!await exists(client, build.name)) return "again";
  if (await isIndexOf(client, build)) return "done";
  return { unknown: `and an index ${build.name} with another definition is there` };
}

async function dropBroken(client: Queryable, { name }: IndexBuild): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name
     from pg_catalog.pg_index i where i.indexrelid = to_regclass($1) and not i.indisvalid`,
    [name],
  );
  const broken = rows[0];
  // The name comes from `regclass`, which quotes it where it must be.
  if (broken !== undefined) await client.query(`drop index concurrently ${broken.name}`);
}

async function exists(client: Queryable, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [name],
  );
  return rows[0]?.found === true;
}
