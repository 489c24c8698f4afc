import type { RequestLimiter } from "../../src/sources/mod.ts";

/** Lets every request through: the stand-ins of these tests have no limit. */
export const noLimit: RequestLimiter = {
  reserve: () => Promise.resolve({ waitMs: 0, left: 1 }),
  pause: () => Promise.resolve(),
};
