import assert from "node:assert/strict";
import {
  type FredHistory,
  fredKey,
  fredStandIn,
  type FredStandInOptions,
} from "../support/fred/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";

/** A row of `output_type=1` and 4. */
export interface Row {
  readonly "realtime_start": string;
  readonly "realtime_end": string;
  readonly date: string;
  readonly value: string;
}

/** Asks for JSON with the registered key. */
export async function ask(
  { url }: StandIn,
  path: string,
  parameters: Record<string, string | number> = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const all = { "api_key": fredKey, "file_type": "json", ...parameters };
  const query = new URLSearchParams(Object.entries(all).map(([name, one]) => [name, `${one}`]));
  const response = await fetch(`${url}/fred/${path}?${query}`);
  return { status: response.status, body: await response.json() };
}

/** The rows of an answer about observations. */
export async function askRows(
  server: StandIn,
  parameters: Record<string, string | number>,
): Promise<readonly Row[]> {
  const { status, body } = await ask(server, "series/observations", parameters);
  assert.equal(status, 200, JSON.stringify(body));
  return body["observations"] as Row[]; // written by the stand-in
}

/** The message of an answer that refuses. */
export async function askRefused(
  server: StandIn,
  path: string,
  parameters: Record<string, string | number> = {},
): Promise<unknown> {
  const { status, body } = await ask(server, path, parameters);
  assert.equal(status, 400, JSON.stringify(body));
  assert.equal(body["error_code"], 400);
  return body["error_message"];
}

/** A stand-in on a day in June 2026 that takes requests as fast as they come. */
export function quickStandIn(
  histories: readonly FredHistory[],
  options: FredStandInOptions = {},
): StandIn {
  const now = () => new Date("2026-06-15T18:00:00Z");
  return fredStandIn(histories, { now, rates: [], ...options });
}
