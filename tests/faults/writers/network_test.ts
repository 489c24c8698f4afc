import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { FaultProxy } from "../../support/fault_proxy.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { randomNumbers } from "../../support/random.ts";
import { faultyPool, JournaledWriter, writerTest } from "./journaled.ts";
import { writerKinds } from "./kinds.ts";

/** What a network does while three writers are at work; it returns how many faults that were. */
interface Weather {
  /** The line of the table. */
  readonly line: string;
  readonly name: string;
  readonly blow: (proxy: FaultProxy, isFelt: () => boolean) => Promise<number>;
}

const seed = seedOfRun();
const chance = randomNumbers(seed);

/** Does something at random moments, until a writer has felt it too. */
function again(act: (proxy: FaultProxy) => void): Weather["blow"] {
  return async (proxy, isFelt) => {
    const least = effort({ short: 3, long: 60 });
    let faults = 0;
    while (faults < least || !isFelt()) {
      assert.ok(faults < least + 100, `no writer felt any of ${faults} faults (seed ${seed})`);
      await sleep(30 + 150 * chance());
      act(proxy);
      faults++;
    }
    proxy.heal();
    return faults;
  };
}

/** Keeps a network as it is until the writers are done; the pieces that passed are not counted. */
function steadily(faults: FaultProxy["faults"]): Weather["blow"] {
  return (proxy) => {
    proxy.faults = faults;
    return Promise.resolve(1);
  };
}

const blackHoleMs = effort({ short: 1_500, long: 60_000 });

const weathers: readonly Weather[] = [
  { line: "network-cut", name: "cuts", blow: again((proxy) => proxy.cut()) },
  { line: "network-cut", name: "resets", blow: again((proxy) => proxy.reset()) },
  {
    line: "lost-commit",
    name: "loses the answer to a commit",
    blow: again((proxy) => proxy.faults = proxy.lostAnswers % 2 ? {} : { loseAnswerTo: "commit" }),
  },
  {
    line: "black-hole",
    name: `is a black hole for ${blackHoleMs / 1_000} s`,
    blow: async (proxy) => {
      await sleep(50);
      proxy.faults = { blackHole: true };
      await sleep(blackHoleMs);
      proxy.heal();
      return 1;
    },
  },
  {
    line: "black-hole",
    name: "leaves connections half open",
    blow: async (proxy) => {
      await sleep(50);
      proxy.halfOpen();
      return 1;
    },
  },
  { line: "slow-network", name: "is late", blow: steadily({ delayMs: 3 }) },
  { line: "slow-network", name: "answers late", blow: steadily({ answerLateMs: 5 }) },
  { line: "slow-network", name: "is narrow", blow: steadily({ bytesPerSecond: 200_000 }) },
  {
    line: "slow-network",
    name: "passes one byte at a time",
    blow: steadily({ pieceBytes: effort({ short: 16, long: 1 }) }),
  },
];

writerTest("writers of three kinds lose nothing behind a network of any weather", async (t) => {
  await using proxy = await FaultProxy.before(t.url);
  await using database = faultyPool(proxy.through(t.url), {
    statementTimeoutMs: effort({ short: 1_000, long: 2_500 }),
  });
  await using direct = faultyPool(t.url);
  for (const { line, name, blow } of weathers) {
    await using journals = new AsyncDisposableStack();
    const writers = await Promise.all(writerKinds.map((kind) => JournaledWriter.of(kind)));
    for (const writer of writers) journals.use(writer);
    const sum = (count: (writer: JournaledWriter) => number) =>
      writers.reduce((sum, writer) => sum + count(writer), 0);
    let isBlowing = true;
    const blowing = blow(proxy, () => sum(({ failures }) => failures) > 0)
      .finally(() => isBlowing = false);
    const parts = effort({ short: 2, long: 100 });
    const working = writers.map((writer) =>
      writer.write(database, { parts, while: () => isBlowing })
    );
    const [faults] = await Promise.all([blowing, ...working]);
    proxy.heal();
    for (const writer of writers) await writer.judge(direct, t.client);
    const writes = sum(({ acknowledged }) => acknowledged);
    assert.ok(writes >= 3 * parts * 100, `only ${writes} rows while the network ${name}`);
    await recordFigures(line, { faults, writes, lost: 0 });
    await t.client.query("truncate market_data, macro_series, ohlcv, backfill_checkpoints");
    await t.client.query("delete from strata_ingest.vintage_coverage");
  }
});
