import { appendVintages, insertRows } from "../../src/ingest/mod.ts";
import { marketData } from "../../src/schema/mod.ts";
import type { Journal } from "../faults/journal.ts";
import { nap } from "./nap.ts";
import type { Place } from "./place.ts";
import type { Random } from "../support/random.ts";
import type { SoakLog } from "./soak_log.ts";
import {
  barAt,
  barEntry,
  BARS,
  FIRST_RELEASES,
  type SoakWindow,
  vintageAt,
  vintageEntry,
  VINTAGES,
} from "./soak_window.ts";

/** What every caller of a window works with. */
export interface Crew {
  readonly place: Place;
  readonly window: SoakWindow;
  /** The numbers of the windows before that were completed. */
  readonly whole: readonly number[];
  readonly journal: Journal;
  readonly log: SoakLog;
  readonly random: Random;
  /** Ends the work after the call that is under way. */
  readonly stop: AbortSignal;
}

/** Writes batches of a window's bars, in any order and again, until it is told to stop. */
export async function writeBars(crew: Crew): Promise<void> {
  const { place: { database }, window, random } = crew;
  while (!crew.stop.aborted) {
    const numbers = numbersOf(random, { size: 20 + random.below(230), from: 0, to: BARS });
    await write(crew, {
      name: "insertRows",
      entries: numbers.map((n) => barEntry(window, n)),
      send: () =>
        insertRows(database, marketData, numbers.map((n) => barAt(window, n)), {
          commitEach: random.next() < 0.3,
          batchRows: random.pick([50, 20_000]),
        }),
    });
    await nap(random.between(600, 1_600), crew.stop);
  }
}

/** Appends batches of a window's revisions, in any order and again. */
export async function writeVintages(crew: Crew): Promise<void> {
  const { place: { database }, window, random } = crew;
  while (!crew.stop.aborted) {
    const size = 10 + random.below(140);
    const numbers = numbersOf(random, { size, from: FIRST_RELEASES, to: VINTAGES });
    await write(crew, {
      name: "appendVintages",
      entries: numbers.map((n) => vintageEntry(window, n)),
      send: () => appendVintages(database, numbers.map((n) => vintageAt(window, n))),
    });
    await nap(random.between(800, 2_000), crew.stop);
  }
}

/** Sends one batch, and notes it before and after. */
async function write(
  { journal, log }: Crew,
  { name, entries, send }: {
    readonly name: string;
    readonly entries: Parameters<Journal["sent"]>[0] & { readonly length: number };
    readonly send: () => Promise<{ readonly inserted: number }>;
  },
): Promise<void> {
  journal.sent(entries);
  const done = await log.call("write", name, send);
  if (done === undefined) return;
  journal.acknowledged(entries);
  log.count("rows acknowledged", entries.length);
  log.count("rows inserted", done.answer.inserted);
}

/** Picks numbers, each once: a run of them, or some here and there. */
function numbersOf(
  random: Random,
  { size, from, to }: { readonly size: number; readonly from: number; readonly to: number },
): number[] {
  const start = random.below(to - from);
  const numbers = random.next() < 0.5
    ? Array.from({ length: size }, (_, i) => from + (start + i) % (to - from))
    : Array.from({ length: size }, () => from + random.below(to - from));
  return [...new Set(numbers)];
}
