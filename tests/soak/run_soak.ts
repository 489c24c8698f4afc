import { StackError } from "../../src/base/errors.ts";
import { testServers } from "../support/mod.ts";
import { judgeFlatness } from "./flatness.ts";
import { checkLeftovers } from "./leftovers.ts";
import { nap } from "./nap.ts";
import { openPlaces, readPolicies } from "./open_places.ts";
import type { Place } from "./place.ts";
import { Random } from "../support/random.ts";
import { openRedis, type RedisPlace } from "./redis_crew.ts";
import { checkWhole, runWindow } from "./run_window.ts";
import { SoakLog } from "./soak_log.ts";
import type { SoakReport } from "./soak_report.ts";
import { Sampler } from "./take_sample.ts";

/** Options of {@linkcode runSoak}. */
export interface RunSoakOptions {
  /** How long faults are provoked. */
  readonly durationMs: number;
  /** The seed of faults, rows and pauses. */
  readonly seed: number;
  /** Ends the soak early; what was done until then is judged. */
  readonly signal: AbortSignal;
  /** Called with a line of progress after each sample. */
  readonly onProgress?: (line: string) => void;
}

/** What every part of a soak shares. */
interface Soak {
  readonly seed: number;
  readonly random: Random;
  readonly log: SoakLog;
  /** Ends faults and load. */
  readonly end: AbortSignal;
  readonly windowMs: number;
}

/** Runs random faults under load for a while, and judges what is stored and what grew. */
export async function runSoak(options: RunSoakOptions): Promise<SoakReport> {
  const { durationMs, seed, signal, onProgress = () => {} } = options;
  await using stack = new AsyncDisposableStack();
  const places = await openPlaces(stack);
  if (places.length === 0) {
    throw new StackError("Cannot soak: there is no server, set STRATA_TEST_COMMUNITY_URL", {
      service: "timescaledb",
    });
  }
  const redis = await openRedis(testServers("redis")[0]);
  if (redis !== undefined) stack.use(redis);
  const log = new SoakLog();
  const started = new Date();
  const end = AbortSignal.any([signal, AbortSignal.timeout(durationMs)]);
  const soak = { seed, log, end, random: new Random(seed), windowMs: windowOf(durationMs) };
  const [windows] = await sampled({ places, log, durationMs, onProgress }, () =>
    Promise.all([
      Promise.all(places.map((place) => soakPlace(soak, place))),
      redis === undefined ? undefined : soakRedis(soak, redis),
    ]));
  onProgress("Reading every row again");
  for (const [i, place] of places.entries()) {
    for (const number of windows[i] ?? []) {
      await checkWhole({ place, log, window: { number, seed } });
    }
  }
  const reported = await Promise.all(places.map(readPolicies));
  await checkLeftovers(places, log);
  return {
    seed,
    started: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 1_000),
    isInterrupted: signal.aborted,
    places: reported,
    counts: Object.fromEntries(log.counts),
    faults: Object.fromEntries(log.faults),
    errors: Object.fromEntries(log.errors),
    longestCallMs: Math.round(log.longestMs),
    problemCount: log.problemCount,
    problems: log.problems,
    flatness: judgeFlatness(log.samples),
    samples: log.samples,
  };
}

/** Returns the length of a window: few enough that their rows stay old enough to be compressed. */
function windowOf(durationMs: number): number {
  return Math.max(Math.min(durationMs / 4, 120_000), durationMs / 300);
}

/** Runs window after window on a server, and returns the numbers of those that are complete. */
async function soakPlace(soak: Soak, place: Place): Promise<readonly number[]> {
  const { seed, log } = soak;
  const whole: number[] = [];
  await windowAfterWindow(soak, async (number, stop) => {
    const random = soak.random.fork();
    if (await runWindow({ place, log, stop, window: { number, seed }, whole, random })) {
      whole.push(number);
    }
  });
  return whole;
}

async function soakRedis(soak: Soak, redis: RedisPlace): Promise<void> {
  await windowAfterWindow(
    soak,
    (number, stop) => redis.count({ number, stop, log: soak.log, random: soak.random.fork() }),
  );
}

/** Runs windows until the end. */
async function windowAfterWindow(
  { end, windowMs }: Soak,
  run: (number: number, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  for (let number = 0; !end.aborted; number++) {
    await run(number, AbortSignal.any([end, AbortSignal.timeout(windowMs)]));
  }
}

/** Works, and samples meanwhile. */
async function sampled<T>(
  { places, log, durationMs, onProgress }: {
    readonly places: readonly Place[];
    readonly log: SoakLog;
    readonly durationMs: number;
    readonly onProgress: (line: string) => void;
  },
  work: () => Promise<T>,
): Promise<T> {
  await using sampler = new Sampler(places, log);
  // Eight hours give 5,760 samples.
  const everyMs = Math.max(1_000, Math.min(5_000, durationMs / 60));
  const done = new AbortController();
  const sampling = (async () => {
    while (!done.signal.aborted) {
      await sampler.take();
      onProgress(log.line());
      await nap(everyMs, done.signal);
    }
  })();
  try {
    return await work();
  } finally {
    done.abort();
    await sampling;
  }
}
