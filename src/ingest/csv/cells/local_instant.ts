import { CellFault } from "./cell_fault.ts";
import type { WallClock } from "./wall_clock.ts";

/** Converts a local time to an instant, or returns a fault that says why it cannot. */
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
    // The fault names the text already, and offers its own remedy.
    const state = reason.replace(/^Cannot read ".*" as an instant: /, "")
      .replace(/, add disambiguation: .*/, "");
    return new CellFault(
      text,
      `another time: ${state}`,
      state.includes("twice")
        ? "disambiguation (--twice=in-order, earlier or later) sets which of two instants is meant"
        : undefined,
    );
  }
}

/** Returns an instant as a Date, or as text if it has microseconds, which a Date cannot hold. */
export function instant(milliseconds: number, microseconds: number): Date | string {
  const date = new Date(milliseconds);
  if (microseconds === 0) return date;
  return date.toISOString().replace("Z", `${String(microseconds).padStart(3, "0")}Z`);
}
