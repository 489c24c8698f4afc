import { setImmediate as turn } from "node:timers/promises";

/** Where an actor waits until the schedule lets it go on. */
export interface Gate {
  /** Waits for the actor's turn; the label tells what it is about to do. */
  (label: string): Promise<void>;
}

/** Options of {@linkcode runSchedule}. */
export interface ScheduleOptions {
  /** The order: each number chooses among the actors that could go on. */
  readonly choices: readonly number[];
  /**
   * Tells which of the actors that are on their way wait for another one; without it, those that
   * stand still for a few turns of the event loop.
   */
  readonly blocked?: (running: readonly string[]) => Promise<readonly string[]>;
  /** Whether an actor could go on with what it is about to do; all could by default. */
  readonly isReady?: (name: string, label: string) => boolean;
  /**
   * How long all may stand still before that counts as a hang; 10,000 ms by default, for actors that
   * wait for a server.
   */
  readonly patienceMs?: number;
}

/** How a schedule went. */
export interface ScheduleRun<T> {
  /** How each actor ended, in their order. */
  readonly results: readonly PromiseSettledResult<T>[];
  /** What was let go, in order: `actor label`. */
  readonly trace: readonly string[];
}

interface Waiting {
  readonly label: string;
  readonly go: () => void;
}

/**
 * Runs actors that stop at gates, and lets one go on at a time. The same choices give the same
 * order: nobody is chosen before every other actor stands at a gate, waits for somebody, or is done.
 *
 * @throws {Error} If all stand still and nobody stands at a gate.
 */
export async function runSchedule<T>(
  actors: Readonly<Record<string, (gate: Gate) => Promise<T>>>,
  { choices, isReady = () => true, patienceMs = 10_000, ...options }: ScheduleOptions,
): Promise<ScheduleRun<T>> {
  const { blocked = standingStill } = options;
  const waiting = new Map<string, Waiting>();
  const live = new Set(Object.keys(actors));
  const results = Object.entries(actors).map(async ([name, act]) => {
    const gate: Gate = (label) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(name, { label, go: resolve });
      return promise;
    };
    try {
      await gate("begins");
      return await act(gate);
    } finally {
      live.delete(name);
    }
  });
  const settled = Promise.allSettled(results);
  const trace: string[] = [];
  let stillSince = performance.now();
  for (let place = 0; live.size > 0;) {
    await untilStill(() => [...live].filter((name) => !waiting.has(name)), blocked);
    const ready = [...waiting].filter(([name, { label }]) => isReady(name, label))
      .sort(([one], [other]) => one < other ? -1 : 1);
    const chosen = ready[(choices[place] ?? 0) % ready.length];
    if (chosen === undefined) {
      if (performance.now() - stillSince > patienceMs) {
        throw new Error(`Everybody waits: ${[...live].join(", ")}; after ${trace.join(", ")}`);
      }
      await turn();
      continue;
    }
    place++;
    stillSince = performance.now();
    const [name, { label, go }] = chosen;
    waiting.delete(name);
    trace.push(`${name} ${label}`);
    go();
  }
  return { results: await settled, trace };
}

async function untilStill(
  running: () => readonly string[],
  blocked: (running: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  for (let seen = 0; seen < 2;) {
    await turn();
    const names = running();
    if (names.length === 0) return;
    const stuck = new Set(await blocked(names));
    seen = running().every((name) => stuck.has(name)) ? seen + 1 : 0;
  }
}

/** Promises alone need a turn or two: who is then still on its way waits for somebody. */
async function standingStill(running: readonly string[]): Promise<readonly string[]> {
  await turn();
  return running;
}
