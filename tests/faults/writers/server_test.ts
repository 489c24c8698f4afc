import { setTimeout as sleep } from "node:timers/promises";
import { openClient, type OwnServer, serverPrograms, startOwnServer } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { faultyPool, JournaledWriter } from "./journaled.ts";
import { writerKinds } from "./kinds.ts";
import { migratedOn } from "./own_server_support.ts";

const isMissing = serverPrograms === null;

/** What happens to a server, and the line of the table. */
const fates: readonly (readonly [line: string, fate: (server: OwnServer) => Promise<void>])[] = [
  ["server-restart", async (server) => {
    await server.stop();
    await sleep(200);
    await server.start();
  }],
  ["server-restart", async (server) => {
    await server.kill();
    await server.start({ wait: false });
  }],
  ["server-frozen", async (server) => {
    await server.freeze();
    await sleep(effort({ short: 2_000, long: 20_000 }));
    await server.thaw();
  }],
];

Deno.test({
  name: "writers of three kinds lose nothing while their server stops, is killed and freezes" +
    (isMissing ? " (needs an installed PostgreSQL with TimescaleDB)" : ""),
  ignore: isMissing,
  fn: async () => {
    await using server = await startOwnServer();
    const url = await migratedOn(server);
    await using database = faultyPool(url, { statementTimeoutMs: 1_500 });
    await using journals = new AsyncDisposableStack();
    const writers = await Promise.all(writerKinds.map((kind) => JournaledWriter.of(kind)));
    for (const writer of writers) journals.use(writer);
    const sum = () => writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    for (let round = 0; round < effort({ short: 1, long: 10 }); round++) {
      for (const [line, fate] of fates) {
        const before = sum();
        let isUnderWay = true;
        const happening = sleep(150).then(() => fate(server)).finally(() => isUnderWay = false);
        const working = writers.map((writer) =>
          writer.write(database, { parts: 3, while: () => isUnderWay })
        );
        await Promise.all([happening, ...working]);
        await recordFigures(line, { faults: 1, writes: sum() - before, lost: 0 });
      }
    }
    const client = await openClient(url);
    try {
      for (const writer of writers) await writer.judge(database, client);
    } finally {
      await client.end();
    }
  },
});
