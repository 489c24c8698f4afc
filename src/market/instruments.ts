import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose } from "../point_in_time/statement.ts";

/** An instrument: its id in `instruments`, or its ticker. */
export type InstrumentRef = number | string;

/**
 * Finds the ids of instruments, in the given order; asks the server only for tickers.
 *
 * @throws {TypeError} If a reference is not valid.
 * @throws {RangeError} If a ticker is not in `instruments`.
 */
export async function findInstruments(
  source: ReadSource,
  refs: readonly InstrumentRef[],
): Promise<readonly number[]> {
  const tickers = refs.filter((ref) => typeof ref === "string");
  const ids = tickers.length === 0 ? new Map<string, number>() : await idsOf(source, tickers);
  return refs.map((ref) => {
    if (typeof ref === "string") return ids.get(ref) ?? unknown(ref);
    if (Number.isInteger(ref) && ref > 0 && ref < 2 ** 31) return ref;
    throw new TypeError(
      `Cannot read the instrument ${ref}: it is not an instrument, pass its id or its ticker`,
    );
  });
}

/**
 * Refuses ids that are not instruments; called only if a read found nothing.
 *
 * @throws {RangeError} If one is not in `instruments`.
 */
export async function refuseUnknownInstruments(
  source: ReadSource,
  ids: readonly number[],
): Promise<void> {
  const [missing] = await readRows<{ id: number }>(
    source,
    compose`select id from unnest(${ids}::int[]) as asked (id)
      where not exists (select from instruments i where i.id = asked.id) limit 1`,
  );
  if (missing !== undefined) unknown(String(missing.id));
}

async function idsOf(
  source: ReadSource,
  tickers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await readRows<{ ticker: string; id: number }>(
    source,
    compose`select ticker, id from instruments where ticker = any(${tickers}::text[])`,
  );
  return new Map(rows.map(({ ticker, id }) => [ticker, id]));
}

function unknown(name: string): never {
  throw new RangeError(
    `Cannot find the instrument "${name}": it is not in instruments, add it or correct the reference`,
  );
}
