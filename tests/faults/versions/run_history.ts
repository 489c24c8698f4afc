import type pg from "pg";
import { knownBugOf } from "./known_difference.ts";
import { type History, statementsOf } from "./history.ts";
import { compare, type Different } from "./compare.ts";
import { describe, type Sender, senderOn } from "./outcome.ts";
import { ALL } from "./step.ts";
import { createStatements, VARIANTS } from "./table_shape.ts";

/** Options of {@linkcode runHistory}. */
export interface RunOptions {
  /** Whether the server can compress. */
  readonly compresses: boolean;
  /** Whether bugs that `verify` names are let pass, each under its condition. */
  readonly knows: boolean;
  /** Stands between the history and the server, to put a fault there. */
  readonly through?: (sender: Sender, client: pg.Client) => Sender;
}

/** How a history went. */
export interface HistoryRun {
  /** What a table answered differently from a plain one; absent if nothing. */
  readonly difference?: string;
  /** The codes of the known bugs that were met. */
  readonly known: readonly string[];
  /** How many answers were compared. */
  readonly compared: number;
}

/** Runs a history on its three tables, and compares each answer with that of the plain one. */
export async function runHistory(
  client: pg.Client,
  history: History,
  { compresses, knows, through }: RunOptions,
): Promise<HistoryRun> {
  const variants = VARIANTS.filter((variant) => compresses || variant !== "packed");
  await client.query("reset all");
  // A hypertable is dropped alone.
  for (const variant of VARIANTS) await client.query(`drop table if exists ${variant}`);
  for (const variant of variants) {
    for (const sql of createStatements(variant, history.shape)) await client.query(sql);
  }
  // A plan that a setting forbids counts as dear, and would be compiled.
  await client.query("set jit = off");
  for (const name of history.shape.planner) await client.query(`set ${name} = off`);
  const sender = senderOn(client);
  const judged = { client, sender: through?.(sender, client) ?? sender, variants };
  const known: string[] = [];
  let compared = 0;
  for (const step of [...history.steps, ALL]) {
    const different = await compare(judged, step);
    compared++;
    if (different === undefined) continue;
    const code = knows ? await knownBugOf(judged, step, different) : undefined;
    if (code === undefined) {
      return { difference: tell(history, different), known, compared };
    }
    known.push(code);
    if (step.kind === "write" && await compare(judged, ALL) !== undefined) break;
  }
  return { known, compared };
}

function tell(history: History, { step, variant, expected, got }: Different): string {
  const how = step.isPrepared ? ", prepared and run six times" : "";
  return [
    `The ${variant} table answers differently from a plain one${how}.`,
    `expected: ${describe(expected)}`,
    `got:      ${describe(got)}`,
    ...history.shape.planner.map((name) => `set ${name} = off;`),
    ...statementsOf(history).map((sql) => `${sql};`),
    `-- then: ${step.sql} ${JSON.stringify(step.values ?? [])}`,
  ].join("\n");
}
