import { endOfDay } from "../../src/base/time/zoned_instant.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { fetchSeries, fred, type Source } from "../../src/sources/mod.ts";
import { fredKey, fredStandIn, knownOn } from "../support/fred/mod.ts";
import { noLimit } from "../support/no_limit.ts";
import type { Fault, StandIn } from "../support/stand_in/mod.ts";
import { calmly } from "./calmly.ts";
import { historyOf } from "./history.ts";
import { nap } from "./nap.ts";
import type { Random } from "../support/random.ts";
import type { Crew } from "./write_crew.ts";

const ZONE = "America/Chicago";

/** How often an answer of the source is spoiled. */
const SPOILED = 0.15;

/** A series of a source on loopback, which publishes revisions while it is fetched. */
export interface Fetching extends AsyncDisposable {
  /** Fetches again and again until it is told to stop. */
  work(crew: Crew): Promise<void>;
  /** Fetches the rest without faults, and compares what is known with what was published. */
  judge(crew: Crew): Promise<void>;
}

/** Starts a source for a window. */
export function openFetching(window: Crew["window"]): Fetching {
  const history = historyOf(window);
  const { seriesId, vintages } = history;
  let published = 0;
  // A few days after each vintage, so that the whole day of it has passed.
  const now = () => {
    const day = vintages[Math.min(published, vintages.length - 1)]?.vintageDate ?? "2000-01-01";
    return new Date(Date.parse(`${day}T18:00:00Z`) + 5 * 86_400_000);
  };
  const server: StandIn = fredStandIn([history], { now, rates: [] });
  const source: Source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
  const fetchOnce = ({ place: { database }, stop }: Pick<Crew, "place" | "stop">) =>
    fetchSeries(database, source, seriesId, {
      clock: now,
      limiter: noLimit,
      repeatAfterMs: 20,
      signal: AbortSignal.any([stop, AbortSignal.timeout(60_000)]),
    });
  return {
    async work(crew) {
      const { log, random, stop } = crew;
      server.failWhen(() => random.next() < SPOILED ? spoiling(random, log) : null);
      while (!stop.aborted) {
        const done = await log.call("fetch", "fetchSeries", async () => {
          try {
            return await fetchOnce(crew);
          } catch (error) {
            // Told to stop: how it ends is its own business.
            if (stop.aborted) return { inserted: 0 };
            throw error;
          }
        });
        log.count("values fetched", done?.answer.inserted ?? 0);
        if (done !== undefined && published < vintages.length - 1) published++;
        await nap(random.between(1_000, 3_000), stop);
      }
    },
    async judge({ place, log }) {
      server.failWhen(null);
      published = vintages.length - 1;
      const unstopped = new AbortController().signal;
      await calmly(() => fetchOnce({ place, stop: unstopped }));
      const again = await calmly(() => fetchOnce({ place, stop: unstopped }));
      if (again.inserted > 0) log.problem(`Fetching ${seriesId} again inserted ${again.inserted}`);
      for (const { vintageDate } of vintages) {
        const at = endOfDay(vintageDate, ZONE);
        const series = { source: "ALFRED", code: seriesId };
        const rows = await calmly(() => asOf(place.database, { series, at }));
        const answer = rows.filter(({ value }) => value !== null)
          .map(({ observationDate, value }) => `${observationDate} ${value}`);
        const wanted = [...knownOn(history, vintageDate)].filter(([, value]) => value !== null)
          .map(([date, value]) => `${date} ${value}`);
        if (JSON.stringify(answer) !== JSON.stringify(wanted)) {
          log.problem(`${seriesId} as of ${at.toISOString()} is ${answer}, not ${wanted}`);
        }
      }
      log.count("vintages compared with their source", vintages.length);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function spoiling(random: Random, log: Crew["log"]): Fault {
  const fault = random.pick<Fault>([
    { kind: "status", status: 503 },
    { kind: "status", status: 429, retryAfter: "0" },
    { kind: "html" },
    { kind: "truncated" },
    { kind: "cut" },
    { kind: "slow", delayMs: 500 },
    { kind: "contentType", contentType: "text/plain" },
  ]);
  log.fault(`source: ${fault.kind}`);
  return fault;
}
