import type { RequestLimiter } from "../../src/sources/mod.ts";

/** Lets every request through at once, for stand-ins that have no limit. */
export const noLimit: RequestLimiter = {
  reserve: () => Promise.resolve({ waitMs: 0, left: 1 }),
  pause: () => Promise.resolve(),
};
