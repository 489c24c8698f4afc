import { CellFault } from "./cell_fault.ts";
import type { WallClock } from "./wall_clock.ts";

/** Places a time that clocks somewhere show, or says why it cannot be. */
export function local(
  text: string,
  clock: WallClock,
  { day, seconds, microseconds }: {
    readonly day: string;
    readonly seconds: number;
    readonly microseconds: number;
  },
): unknown {
  try {
    const start = clock(day, seconds);
    return instant(start + Math.floor(microseconds / 1_000), microseconds % 1_000);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // What clocks do is said in full, but not of what it is said: that was got.
    const state = reason.replace(/^Cannot read ".*" as an instant: /, "")
      .replace(/, add disambiguation: .*/, "");
    return new CellFault(
      text,
      `another time: ${state}`,
      state.includes("twice")
        ? "disambiguation (--twice=in-order, earlier or later) says which of two times is meant"
        : undefined,
    );
  }
}

/** An instant, as a text where it is finer than a date of JavaScript. */
export function instant(milliseconds: number, microseconds: number): Date | string {
  const date = new Date(milliseconds);
  if (microseconds === 0) return date;
  return date.toISOString().replace("Z", `${String(microseconds).padStart(3, "0")}Z`);
}
