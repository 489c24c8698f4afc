import { setTimeout } from "node:timers";

/** How many tellings are done together at most. */
const MOST = 64;
/** How long one waits for others, in milliseconds. */
const LONGEST_MS = 100;

const waiting: (() => void)[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let isWatched = false;

/**
 * Tells a span or a metric a little later, together with others. A span that ends alone wakes the
 * exporter's thread, which takes ten times as long as telling it; in a row, the thread is awake.
 */
export function tellSoon(tell: () => void): void {
  waiting.push(tell);
  if (waiting.length >= MOST) tellNow();
  else timer ??= setTimeout(tellNow, LONGEST_MS).unref();
  if (isWatched) return;
  isWatched = true;
  // The program may end before the time is up; the exporter then sends what it has been told.
  globalThis.addEventListener("unload", tellNow);
}

/** Tells what waits. */
export function tellNow(): void {
  clearTimeout(timer);
  timer = undefined;
  for (const tell of waiting.splice(0)) tell();
}

/** The time for the begin and the end of a span: both by one clock, and finer than a millisecond. */
export function spanTime(): number {
  return performance.timeOrigin + performance.now();
}
