import { appendVintages, insertRows } from "../../src/ingest/mod.ts";
import { marketData } from "../../src/schema/mod.ts";
import { Journal, judgeJournal } from "../faults/journal.ts";
import { calmly } from "./calmly.ts";
import { openFetching } from "./fetch_crew.ts";
import type { Place } from "./place.ts";
import { provokeFaults } from "./place_faults.ts";
import type { Random } from "../support/random.ts";
import { readKnown } from "./read_crew.ts";
import type { SoakLog } from "./soak_log.ts";
import {
  barAt,
  BARS,
  FIRST_RELEASES,
  type SoakWindow,
  vintageAt,
  vintageEntry,
  VINTAGES,
} from "./soak_window.ts";
import { differences, storedRows } from "./stored_rows.ts";
import { writeBars, writeVintages } from "./write_crew.ts";

/** What a window is run with. */
export interface RunWindowOptions {
  readonly place: Place;
  readonly window: SoakWindow;
  /** The numbers of the windows before that were completed. */
  readonly whole: readonly number[];
  readonly log: SoakLog;
  readonly random: Random;
  /** Ends the faults and the work; then what was written is judged. */
  readonly stop: AbortSignal;
}

/**
 * Runs one window on one server: writers, readers and a fetcher under faults; then the journal is
 * judged, the window is completed, and it and one before are read whole.
 *
 * @returns Whether the window could be completed
 */
export async function runWindow(options: RunWindowOptions): Promise<boolean> {
  const { place, window, whole, log, random, stop } = options;
  await using journal = await Journal.create();
  await using fetching = openFetching(window);
  await writeFirsts({ place, window, journal });
  const crew = () => ({ place, window, whole, journal, log, stop, random: random.fork() });
  await Promise.all([
    provokeFaults({ place, log, stop, random: random.fork() }),
    writeBars(crew()),
    writeBars(crew()),
    writeVintages(crew()),
    writeVintages(crew()),
    readKnown(crew()),
    readKnown(crew()),
    fetching.work(crew()),
  ]);
  const name = `window ${window.number} on ${place.name}`;
  await judged(log, name, async () => {
    const { acknowledged } = await judgeJournal(journal, {
      stored: () => storedRows(place, window),
      again: async () => await sendAll(place, await sentRows(journal, window)),
    });
    log.count("rows judged by the journal", acknowledged);
  });
  await judged(log, name, () => fetching.judge(crew()));
  // What was never sent is not lost: a window that could not be completed is not read whole.
  const isWhole = await judged(log, name, () => sendAll(place, wholeWindow(window)));
  if (isWhole) await checkWhole({ place, window, log });
  const before = whole[random.below(whole.length)];
  if (before !== undefined) await checkWhole({ place, window: { ...window, number: before }, log });
  log.count("windows judged");
  return isWhole;
}

/** Reads a whole window, and says what it lacks. */
export async function checkWhole(
  { place, window, log }: Pick<RunWindowOptions, "place" | "window" | "log">,
): Promise<void> {
  await judged(log, `window ${window.number} on ${place.name}`, async () => {
    for (const difference of differences(window, await storedRows(place, window))) {
      log.problem(`Window ${window.number} on ${place.name}: ${difference}`);
    }
    log.count("rows read again", BARS + VINTAGES);
  });
}

async function judged(log: SoakLog, name: string, judge: () => Promise<unknown>): Promise<boolean> {
  try {
    await judge();
    return true;
  } catch (error) {
    log.problem(`Cannot judge ${name}: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

interface Rows {
  readonly bars: readonly number[];
  readonly vintages: readonly number[];
  readonly window: SoakWindow;
}

function wholeWindow(window: SoakWindow): Rows {
  const all = (count: number) => Array.from({ length: count }, (_, n) => n);
  return { window, bars: all(BARS), vintages: all(VINTAGES) };
}

async function sentRows(journal: Journal, window: SoakWindow): Promise<Rows> {
  const keys = [...(await journal.read()).sent.keys()].map((key) => key.split(" "));
  const numbers = (kind: string) =>
    keys.filter(([name]) => name === kind).map(([, n]) => Number(n));
  return { window, bars: numbers("bar"), vintages: numbers("vintage") };
}

async function writeFirsts(
  { place, window, journal }: { place: Place; window: SoakWindow; journal: Journal },
): Promise<void> {
  const vintages = Array.from({ length: FIRST_RELEASES }, (_, n) => n);
  const entries = vintages.map((n) => vintageEntry(window, n));
  journal.sent(entries);
  await sendAll(place, { window, bars: [], vintages });
  journal.acknowledged(entries);
}

/** Sends rows without faults, and returns how many that inserted. */
async function sendAll({ database }: Place, { bars, vintages, window }: Rows): Promise<number> {
  const rows = await calmly(() =>
    insertRows(database, marketData, bars.map((n) => barAt(window, n)))
  );
  const revisions = await calmly(() =>
    appendVintages(database, vintages.map((n) => vintageAt(window, n)))
  );
  return rows.inserted + revisions.inserted;
}
