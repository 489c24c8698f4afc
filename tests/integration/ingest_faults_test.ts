import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createDatabase, sqlState } from "../../src/database/mod.ts";
import { ConnectionError, StrataError } from "../../src/base/errors.ts";
import { insertRows, RowsError } from "../../src/ingest/mod.ts";
import { marketData, type NewMarketData } from "../../src/schema/mod.ts";
import { recordFigures } from "../faults/figures.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { bar, bars, countRows, writeTest } from "./ingest_support.ts";
import type { MigratedTest } from "./schema_support.ts";

const program = new URL("ingest_writer_program.ts", import.meta.url).pathname;

/** Starts a writer and kills it with SIGKILL once it has printed this many lines. */
async function killedWriter(
  url: string,
  { mode, lines }: { readonly mode: string; readonly lines: number },
): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, url, "50", mode],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let acknowledged = 0;
  let seen = 0;
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts.filter((part) => /^\d+$/.test(part))) {
      acknowledged = Number(line);
      if (++seen === lines) child.kill("SIGKILL");
    }
  }
  await child.status;
  return acknowledged;
}

for (const lines of [1, 3, 7]) {
  writeTest(
    `insertRows keeps what it acknowledged when killed after line ${lines}`,
    async (database) => {
      const acknowledged = await killedWriter(database.url, { mode: "each", lines });
      assert.ok(acknowledged >= lines * 500, `only ${acknowledged} rows were acknowledged`);
      // The killed writer's last statement may still be running.
      await noWriters(database);
      const stored = await countRows(database, "market_data");
      assert.ok(stored >= acknowledged && stored < 10_000, `${acknowledged} of ${stored}`);
      assert.equal(stored % 500, 0);
      const { inserted, unchanged } = await insertRows(database.db, marketData, bars(50, 200));
      assert.deepEqual([inserted, unchanged], [10_000 - stored, stored]);
      assert.equal((await insertRows(database.db, marketData, bars(50, 200))).inserted, 0);
      await recordFigures("kill-writer", { faults: 1, writes: acknowledged, lost: 0 });
    },
  );
}

writeTest(
  "insertRows stores nothing of a load that is killed before its commit",
  async (database) => {
    assert.equal(await killedWriter(database.url, { mode: "all", lines: 25 }), 0);
    await noWriters(database);
    assert.equal(await countRows(database, "market_data"), 0);
  },
);

async function noWriters({ client }: MigratedTest): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database()
        and state <> 'idle' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    if (rows[0].n === 0) return;
    await sleep(50);
  }
  assert.fail("a writer that was killed is still at work after 5 s");
}

async function* failing(rows: readonly NewMarketData[]): AsyncGenerator<NewMarketData> {
  await Promise.resolve();
  yield* rows;
  throw new Error("the source is gone");
}

writeTest("insertRows passes on what its source throws, and stores nothing", async (database) => {
  const { db } = database;
  for (const options of [{}, { batchRows: 20 }]) {
    await assert.rejects(insertRows(db, marketData, failing(bars(5, 10)), options), {
      message: "the source is gone",
    });
    assert.equal(await countRows(database, "market_data"), 0);
  }
  const each = insertRows(db, marketData, failing(bars(5, 10)), {
    batchRows: 20,
    commitEach: true,
  });
  await assert.rejects(each, /the source is gone/);
  assert.equal(await countRows(database, "market_data"), 40);
  // A bad row after two committed batches: the error says what is stored.
  const bad = [...bars(5, 10), bar(1, 1, NaN)];
  await assert.rejects(
    insertRows(db, marketData, bad, { batchRows: 20, commitEach: true }),
    (error) => error instanceof RowsError && /the 40 rows before are stored/.test(error.message),
  );
});

writeTest("insertRows gives up a source that stalls, and tells it to finish", async (database) => {
  const { db } = database;
  const stalling = (): AsyncIterable<NewMarketData> & { finished: boolean } => {
    const rows = bars(1, 30).values();
    const source = {
      finished: false,
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const step = rows.next();
          return step.done ? new Promise<never>(() => {}) : Promise.resolve(step);
        },
        return: () => {
          source.finished = true;
          return new Promise<never>(() => {});
        },
      }),
    };
    return source;
  };
  for (const options of [{}, { batchRows: 20 }]) {
    const source = stalling();
    await assert.rejects(
      insertRows(db, marketData, source, { ...options, stallTimeoutMs: 100 }),
      /gave none for 100 ms after row 30/,
    );
    assert.ok(source.finished);
    const signal = AbortSignal.timeout(100);
    await assert.rejects(insertRows(db, marketData, stalling(), { ...options, signal }), {
      name: "TimeoutError",
    });
  }
  await assert.rejects(
    insertRows(db, marketData, bars(5, 10), { signal: AbortSignal.abort(new Error("no more")) }),
    /no more/,
  );
  assert.equal(await countRows(database, "market_data"), 0);
});

writeTest("insertRows stops between two batches when it is told to", async (database) => {
  const stop = new AbortController();
  await assert.rejects(
    insertRows(database.db, marketData, bars(50, 20), {
      batchRows: 100,
      commitEach: true,
      signal: stop.signal,
      onProgress: ({ committed }) => {
        if (committed >= 300) stop.abort(new Error("enough"));
      },
    }),
    /enough/,
  );
  assert.equal(await countRows(database, "market_data"), 300);
});

writeTest(
  "insertRows fails with its connection, and a second run completes it",
  async (database) => {
    const { client, url } = database;
    await using own = createDatabase({ url });
    const rows = bars(50, 100);
    for (const commitEach of [false, true]) {
      let batches = 0;
      await assert.rejects(
        insertRows(own, marketData, rows, {
          batchRows: 500,
          commitEach,
          onProgress: async () => {
            if (++batches !== 3) return;
            await client.query(
              `select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()
                and backend_type = 'client backend'`,
            );
          },
        }),
        // An idle connection that was killed between two batches is replaced silently.
        (error) => error instanceof ConnectionError,
      ).catch((error) => {
        if (!commitEach) throw error;
      });
      const stored = await countRows(database, "market_data");
      assert.ok(commitEach ? stored >= 1_500 : stored === 0, `${stored}`);
    }
    const stored = await countRows(database, "market_data");
    const { inserted } = await insertRows(own, marketData, rows);
    assert.equal(inserted, rows.length - stored);
    await recordFigures("network-cut", { faults: 2, writes: rows.length, lost: 0 });
  },
);

writeTest("insertRows does not repeat a commit whose answer was lost", async (database) => {
  await using proxy = await FaultProxy.before(database.url);
  await using own = createDatabase({ url: proxy.through(database.url) });
  const rows = bars(5, 20);
  proxy.faults = { loseAnswerTo: "commit" };
  await assert.rejects(
    insertRows(own, marketData, rows),
    (error) => error instanceof ConnectionError && error.code === "08007",
  );
  proxy.heal();
  assert.equal((await insertRows(own, marketData, rows)).unchanged, rows.length);
  await recordFigures("lost-commit", { faults: 1, writes: rows.length, lost: 0 });
});

writeTest("insertRows names a statement that the server cancels at its limit", async (database) => {
  const { client, url } = database;
  await using own = createDatabase({ url, limits: { statementTimeoutMs: 300 } });
  await client.query("begin; lock table market_data in exclusive mode");
  await assert.rejects(insertRows(own, marketData, bars(5, 20)), (error) => {
    assert.ok(error instanceof StrataError, Deno.inspect(error));
    assert.match(error.message, /^Cannot write: the server cancelled the statement, at its time/);
    assert.equal(sqlState(error), "57014");
    return true;
  });
  await client.query("rollback");
  assert.equal((await insertRows(own, marketData, bars(5, 20))).inserted, 100);
});
