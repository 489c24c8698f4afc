import { loadSettings, type Settings } from "../../src/base/settings/mod.ts";
import { closeRedis, getRedis } from "../../src/redis/mod.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { hasRedisServer, startOwnRedis } from "../support/mod.ts";
import { calmly } from "./calmly.ts";
import { nap } from "./nap.ts";
import type { Random } from "../support/random.ts";
import type { SoakLog } from "./soak_log.ts";

const CALLERS = 4;

/** What a stretch of counting works with. */
export interface Counting {
  readonly number: number;
  readonly log: SoakLog;
  readonly random: Random;
  readonly stop: AbortSignal;
}

/** Redis under a soak. */
export interface RedisPlace extends AsyncDisposable {
  /**
   * Counts in a key of its own under faults until it is told to stop, then judges: no count was
   * given twice, and none is missing.
   */
  count(counting: Counting): Promise<void>;
}

/** Opens Redis: a server of its own where one is installed, else the one of the URL. */
export async function openRedis(url: string | undefined): Promise<RedisPlace | undefined> {
  await using stack = new AsyncDisposableStack();
  const own = hasRedisServer ? stack.use(await startOwnRedis()) : undefined;
  const home = own === undefined ? url : `redis://127.0.0.1:${own.port}`;
  if (home === undefined) return undefined;
  const proxy = stack.use(await FaultProxy.before(home));
  const settings = settingsOf(proxy.through(home));
  stack.defer(() => closeRedis());
  const prefix = `strata_soak:${crypto.randomUUID().slice(0, 8)}`;
  const faults: readonly [string, (random: Random, stop: AbortSignal) => Promise<unknown>][] = [
    ["cut", () => Promise.resolve(proxy.cut())],
    ["reset", () => Promise.resolve(proxy.reset())],
    ["late", (random, stop) => during(random, stop, { delayMs: random.between(5, 200) })],
    ["narrow", (random, stop) => during(random, stop, { pieceBytes: 3 })],
    ["black hole", (random, stop) => during(random, stop, { blackHole: true })],
    ["answers lost", (random, stop) => during(random, stop, { loseAnswerTo: "incr" })],
    ...(own === undefined ? [] : [
      ["clients killed", () => own.cli("client", "kill", "type", "normal")],
      ["frozen", () => own.cli("client", "pause", "1500", "all")],
    ] satisfies [string, () => Promise<unknown>][]),
  ];
  const during = async (random: Random, stop: AbortSignal, faults: FaultProxy["faults"]) => {
    proxy.faults = faults;
    await nap(random.between(500, 3_000), stop);
    proxy.heal();
  };
  const provoke = async ({ log, random, stop }: Counting) => {
    const [first = ["none", () => Promise.resolve()] as const, ...others] = faults;
    while (!stop.aborted) {
      await nap(random.between(1_000, 5_000), stop);
      if (stop.aborted) break;
      const [name, run] = random.pick([first, ...others]);
      log.fault(`Redis: ${name}`);
      await run(random, stop);
    }
  };
  const kept = stack.move();
  return {
    async count(counting) {
      const key = `${prefix}:${counting.number}`;
      const { log, random, stop } = counting;
      const given = new Set<number>();
      let unknown = 0;
      const callers = Array.from({ length: CALLERS }, async () => {
        while (!stop.aborted) {
          const done = await log.call(
            "redis",
            "incr",
            async () => await (await getRedis(settings)).incr(key),
          );
          if (done === undefined) unknown++;
          else if (given.has(done.answer)) log.problem(`Redis counted ${done.answer} twice`);
          else given.add(done.answer);
          await nap(random.between(100, 300), stop);
        }
      });
      await Promise.all([provoke({ ...counting, random: random.fork() }), ...callers]);
      const counted = Number(await calmly(async () => (await getRedis(settings)).get(key)));
      if (counted < given.size || counted > given.size + unknown) {
        log.problem(`Redis counted ${counted}, not ${given.size} to ${given.size + unknown}`);
      }
      log.count("increments acknowledged", given.size);
      await calmly(async () => (await getRedis(settings)).del(key));
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function settingsOf(url: string): Settings {
  const { hostname, port, username, password, pathname } = new URL(url);
  return loadSettings({
    envFile: false,
    env: {
      REDIS_HOST: hostname,
      REDIS_PORT: port,
      REDIS_USER: decodeURIComponent(username),
      REDIS_PASSWORD: decodeURIComponent(password),
      REDIS_DB: pathname.slice(1) || "0",
      REDIS_CONNECT_TIMEOUT_MS: "1000",
      REDIS_COMMAND_TIMEOUT_MS: "1000",
    },
  });
}
