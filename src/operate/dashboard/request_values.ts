import type { Context } from "hono";
import { dateOf, parseInstant } from "../../base/time/instant.ts";
import { Refusal } from "./refusal.ts";

/**
 * The page of a list, from 1.
 *
 * @throws {Refusal} If it is not a number.
 */
export function pageOf({ req }: Context): number {
  const text = req.query("page") ?? "1";
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Refusal(400, `Cannot show the page "${text}": it is not a number, correct it`);
}

/**
 * The id of a series in a path.
 *
 * @throws {Refusal} If it is not one.
 */
export function seriesIdOf({ req }: Context): number {
  const text = req.param("id") ?? "";
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Refusal(404, `Cannot find the series "${text}": the list has all that there are`);
}

/**
 * The day that is asked for; undefined where none is.
 *
 * @throws {Refusal} If it is not a day.
 */
export function dayOf({ req }: Context): string | undefined {
  const text = req.query("day");
  if (text === undefined || text === "") return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new Refusal(400, `Cannot show the day "${text}": it is not a day, write 2024-09-26`);
}

/**
 * The instant that is asked for, in milliseconds since 1970; undefined where none is.
 *
 * @throws {Refusal} If it is not an instant.
 */
export function instantOf({ req }: Context, name: string): number | undefined {
  const text = req.query(name);
  if (text === undefined) return undefined;
  try {
    return dateOf(parseInstant(text, name)).getTime();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new Refusal(400, `${error.message}`);
  }
}
