import { setTimeout as sleep } from "node:timers/promises";
import { median } from "../../bench/measure.ts";
import type { Database } from "../../../src/database/mod.ts";

/**
 * Measures how many statements a second one pool answers for each of another: both in turn, in
 * slices, so that what else runs on the machine slows both.
 */
export async function relativeThroughput(
  [one, other]: readonly [Database, Database],
  options: { readonly callers: number; readonly slices: number; readonly sliceMs: number },
): Promise<number> {
  const ratios: number[] = [];
  for (let slice = 0; slice < options.slices; slice++) {
    // Who is first changes: a slice that follows another finds a warm server.
    const isTurned = slice % 2 === 1;
    const first = await rateOf(isTurned ? other : one, options);
    const second = await rateOf(isTurned ? one : other, options);
    ratios.push(isTurned ? second / first : first / second);
  }
  return median(ratios);
}

async function rateOf(
  { pool }: Database,
  { callers, sliceMs }: { readonly callers: number; readonly sliceMs: number },
): Promise<number> {
  let answered = 0;
  let isOver = false;
  const begun = performance.now();
  const all = Array.from({ length: callers }, async () => {
    while (!isOver) {
      await pool.query("select 1");
      answered++;
    }
  });
  await sleep(sliceMs);
  isOver = true;
  await Promise.all(all);
  return answered / (performance.now() - begun);
}
