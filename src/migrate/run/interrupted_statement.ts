import type { Queryable } from "../../base/sql/mod.ts";
import { statementHead } from "../text/statement_head.ts";

/** What became of a statement that was started and not seen to end. */
export type InterruptedOutcome = "done" | "again" | "unknown";

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
  const index =
    /^create (?:unique )?index concurrently (?:if not exists )?("(?:[^"]|"")+"|[\w$]+) on (?:only )?("(?:[^"]|"")+"|[\w$]+)(?:\.("(?:[^"]|"")+"|[\w$]+))?/
      .exec(head);
  if (index !== null) {
    const [, name = "", first = "", second] = index;
    return await resolveIndexBuild(client, second === undefined ? name : `${first}.${name}`);
  }
  const dropped = /^drop index concurrently (?:if exists )?("(?:[^"]|"")+"|[\w$.]+)/.exec(head)
    ?.[1];
  if (dropped !== undefined) return await exists(client, dropped) ? "again" : "done";
  const view = /^create materialized view (?:if not exists )?((?:"(?:[^"]|"")+"|[\w$.])+)/.exec(
    head,
  )?.[1];
  // The view is created and committed before it is filled, so its presence does not prove the data.
  if (view !== undefined) return await exists(client, view) ? "unknown" : "again";
  return "unknown";
}

const repeatable: readonly RegExp[] = [
  /^vacuum\b/,
  /^reindex\b/,
  /^alter system\b/,
  /^call ("?public"?\.)?"?refresh_continuous_aggregate"?\b/,
  /^alter extension "?timescaledb"? update\b/,
  // The step that compresses chunks: each is committed by itself, and a compressed one is skipped.
  /^do\b[\s\S]*\bperform compress_chunk\([^)]*, if_not_compressed => true\);/,
];

async function resolveIndexBuild(client: Queryable, name: string): Promise<InterruptedOutcome> {
  const { rows } = await client.query<{ valid: boolean; name: string }>(
    `select i.indisvalid as valid, i.indexrelid::regclass::text as name
     from pg_index i where i.indexrelid = to_regclass($1)`,
    [name],
  );
  const found = rows[0];
  if (found === undefined) return "again";
  if (found.valid) return "done";
  // The name comes from `regclass`, which quotes it where it must be.
  await client.query(`drop index concurrently ${found.name}`);
  return "again";
}

async function exists(client: Queryable, name: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [name],
  );
  return rows[0]?.found === true;
}
