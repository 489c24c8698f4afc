import type pg from "pg";
import type { Step } from "./step.ts";
import type { Variant } from "./table_shape.ts";

/** What the server answered: rows, a count of rows written, or the SQLSTATE of its refusal. */
export type Outcome =
  | { readonly rows: string }
  | { readonly count: number }
  | { readonly code: string; readonly message: string };

/** After five executions the server may keep one plan for all values. */
const EXECUTIONS = 6;

/** Sends statements of a history to one of its tables. */
export interface Sender {
  /** Runs a step on a table. */
  send(step: Step, variant: Variant): Promise<readonly Outcome[]>;
}

/** Creates a sender; statements that one has prepared are not found by another. */
export function senderOn(client: pg.Client): Sender {
  const life = crypto.randomUUID().slice(0, 8);
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `oracle_${life}_${names.size}`;
    names.set(text, name);
    return name;
  };
  return {
    async send({ kind, sql, values = [], isPrepared = false }, variant) {
      const text = sql.replaceAll("{t}", variant);
      const query = { text, values: [...values], ...(isPrepared ? { name: nameOf(text) } : {}) };
      const outcomes: Outcome[] = [];
      for (let i = 0; i < (isPrepared ? EXECUTIONS : 1); i++) {
        outcomes.push(await ask(client, query, kind));
      }
      return outcomes;
    },
  };
}

async function ask(
  client: pg.Client,
  query: { readonly text: string; values: unknown[]; readonly name?: string },
  kind: Step["kind"],
): Promise<Outcome> {
  try {
    const { rows, rowCount } = await client.query(query);
    return kind === "read" ? { rows: JSON.stringify(rows) } : { count: rowCount ?? 0 };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }; // as the driver throws
    if (code === undefined) throw error;
    return { code, message };
  }
}

/** Tells whether two tables answered alike; messages name the tables, so that codes count. */
export function isAlike(one: Outcome | undefined, other: Outcome | undefined): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return "";
  if ("rows" in outcome) return outcome.rows;
  return "count" in outcome ? `${outcome.count}` : outcome.code;
}

/** Tells whether the server says that it cannot do such a thing, and did nothing. */
export function isUnsupported(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && "code" in outcome && outcome.code === "0A000";
}

/** Describes an answer for a failure. */
export function describe(outcome: Outcome | undefined): string {
  if (outcome === undefined) return "nothing";
  if ("rows" in outcome) return outcome.rows;
  return "count" in outcome ? `${outcome.count} rows` : `${outcome.code}: ${outcome.message}`;
}
