import { once } from "node:events";
import { to as copyTo } from "pg-copy-streams";
// @ts-types="@types/pg"
import type pg from "pg";
import { openClient } from "../support/mod.ts";

/** What a statement brought to light. */
export interface Outcome {
  /** The SQLSTATE; undefined where the statement ran. */
  readonly code: string | undefined;
  /** Its rows, as sorted texts. */
  readonly rows: string;
  /** Everything that was said: rows, columns, errors with their fields, notices and notifications. */
  readonly said: string;
}

/** A connection of a session that keeps whatever it is told. */
export interface Probe extends AsyncDisposable {
  /** Runs statements as typed, and brings the connection back to its first state. */
  run(sql: string): Promise<Outcome>;
}

/** Connects to a session by its URL. */
export async function openProbe(url: string): Promise<Probe> {
  const client = await openClient(url);
  const heard: unknown[] = [];
  client.on("notice", (notice) => heard.push({ ...notice, message: notice.message }));
  client.on("notification", (notification) => heard.push(notification));
  return {
    async run(sql) {
      heard.length = 0;
      const outcome = await answer(client, sql);
      const said = JSON.stringify([outcome, heard]);
      await client.query("rollback");
      await client.query("discard all");
      return { code: outcome.code, rows: JSON.stringify(outcome.rows), said };
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

interface Answer {
  readonly code: string | undefined;
  readonly rows: unknown;
  readonly error?: unknown;
}

async function answer(client: pg.Client, sql: string): Promise<Answer> {
  try {
    if (/^copy .* to stdout/.test(sql)) return { code: undefined, rows: await copied(client, sql) };
    // Texts as the server sends them: a parsed date or number would hide its digits.
    const types = { getTypeParser: () => (text: string) => text } as pg.CustomTypesConfig; // as: one parser for all
    const result: unknown = await client.query({ text: sql, types, rowMode: "array" });
    const results = Array.isArray(result) ? result : [result];
    return { code: undefined, rows: results.map(({ rows }: pg.QueryResult) => sorted(rows)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code } = error as { readonly code?: string };
    return { code: code ?? "none", rows: [], error: { ...error, message: error.message } };
  }
}

/** The order of rows without an order is the plan's, which follows sizes. */
function sorted(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

async function copied(client: pg.Client, sql: string): Promise<string> {
  const stream = client.query(copyTo(sql));
  const chunks: string[] = [];
  stream.on("data", (chunk: unknown) => chunks.push(String(chunk)));
  await once(stream, "end");
  return chunks.join("").split("\n").toSorted().join("\n");
}
