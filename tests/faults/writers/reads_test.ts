import assert from "node:assert/strict";
import { appendVintages } from "../../../src/ingest/mod.ts";
import { asOf } from "../../../src/point_in_time/mod.ts";
import { shuffled } from "../../integration/ingest_support.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { randomNumbers } from "../../support/random.ts";
import { faultyPool, writerTest } from "./journaled.ts";
import { numberedVintage } from "./kinds.ts";

const seed = seedOfRun();
const chance = randomNumbers(seed);

writerTest(
  "readers while revisions arrive: the past stays, and no value comes before its release",
  async (t) => {
    // The first two releases of 20 series are there; the others arrive in any order meanwhile.
    const [there, count] = [400, effort({ short: 1_600, long: 20_000 })];
    const numbers = Array.from({ length: count }, (_, n) => n);
    await appendVintages(t.db, numbers.slice(0, there).map(numberedVintage));
    const at = numberedVintage(there - 1).releaseTime;
    const released = new Map(numbers.map((n) => {
      const { seriesId, observationDate, value, releaseTime } = numberedVintage(n);
      return [`${seriesId} ${observationDate} ${value}`, releaseTime.getTime()];
    }));
    await using database = faultyPool(t.url, { statementTimeoutMs: 60_000 });
    const known = (series: number) => asOf(database, { series, at });
    const before = await Promise.all(Array.from({ length: 20 }, (_, i) => known(i + 1)));
    assert.ok(before.every((rows) => rows.length === 10));
    let isWriting = true;
    let reads = 0;
    const writers = Array.from({ length: 3 }, async (_, writer) => {
      const own = shuffled(numbers.slice(there).filter((n) => n % 3 === writer), seed + writer);
      for (let from = 0; from < own.length; from += 40) {
        await appendVintages(database, own.slice(from, from + 40).map(numberedVintage));
      }
    });
    const reader = async () => {
      while (isWriting) {
        const series = 1 + Math.floor(20 * chance());
        assert.deepEqual(
          await known(series),
          before[series - 1],
          `series ${series} (seed ${seed})`,
        );
        const days = Math.floor(chance() * count / 200);
        const moment = new Date(at.getTime() + days * 86_400_000 - (chance() < 0.5 ? 1 : 0));
        for (const { observationDate, value } of await asOf(database, { series, at: moment })) {
          const since = released.get(`${series} ${observationDate} ${value}`);
          assert.ok(
            since !== undefined && since <= moment.getTime(),
            `series ${series}: ${observationDate} ${value} at ${moment.toISOString()} (seed ${seed})`,
          );
        }
        reads += 2;
      }
    };
    const readers = [reader(), reader()];
    await Promise.all(writers).finally(() => isWriting = false);
    await Promise.all(readers);
    assert.ok(reads > 10, `only ${reads} reads`);
    await recordFigures("reads-meanwhile", { cases: reads, writes: count, lost: 0 });
  },
);
