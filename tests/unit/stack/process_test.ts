import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withFileLock } from "../../../src/stack/lock.ts";
import {
  findRunning,
  isRunning,
  readRecord,
  spawnDetached,
  stopProcess,
} from "../../../src/stack/process.ts";
import { lastLines, readLines, rotateLog } from "../../../src/stack/tail.ts";

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "strata é " });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const env = { PATH: "/usr/bin:/bin" };

Deno.test("spawnDetached leaves a process that is found and stopped by its record", async () => {
  await withFolder(async (folder) => {
    const files = { log: join(folder, "a.log"), record: join(folder, "a.pid"), env };
    const script = "echo started $0; exec sleep 60";
    const record = await spawnDetached(["/bin/sh", "-c", script, "é $HOME"], files);
    assert.deepEqual(await readRecord(files.record), record);
    assert.deepEqual(await findRunning(files.record), record);
    assert.equal(((await Deno.stat(files.log)).mode ?? 0) & 0o777, 0o600);
    assert.equal(await stopProcess(record, { signal: "SIGTERM", timeoutMs: 5_000 }), true);
    assert.equal(await findRunning(files.record), undefined);
    assert.deepEqual(await lastLines(files.log, 5), ["started é $HOME"]);
    assert.equal(await stopProcess(record, { signal: "SIGTERM", timeoutMs: 100 }), true);
  });
});

Deno.test("stopProcess says when a process does not end", async () => {
  await withFolder(async (folder) => {
    const files = { log: join(folder, "a.log"), record: join(folder, "a.pid"), env };
    const script = "trap '' TERM; echo ready; while :; do sleep 1; done";
    const record = await spawnDetached(["/bin/sh", "-c", script], files);
    while ((await lastLines(files.log, 1)).length === 0) await sleep(10);
    assert.equal(await stopProcess(record, { signal: "SIGTERM", timeoutMs: 200 }), false);
    assert.equal(await stopProcess(record, { signal: "SIGKILL", timeoutMs: 5_000 }), true);
  });
});

Deno.test("isRunning is not deceived by another process of the same number", async () => {
  assert.equal(await isRunning({ pid: Deno.pid, started: "another start" }), false);
  assert.equal(await isRunning({ pid: Deno.pid, started: "" }), false);
  assert.equal(await isRunning({ pid: 2 ** 22 + 1, started: "x" }), false);
});

Deno.test("readRecord takes a file that makes no sense for no record", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.pid");
    assert.equal(await readRecord(path), undefined);
    for (const text of ["", "nonsense\n", "-1\nx\n"]) {
      await Deno.writeTextFile(path, text);
      assert.equal(await readRecord(path), undefined, JSON.stringify(text));
    }
  });
});

Deno.test("withFileLock lets one in at a time, and the next after a failure", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "deep/lock");
    const order: string[] = [];
    let waited = 0;
    const work = (name: string) => async () => {
      order.push(`${name} in`);
      await sleep(150);
      order.push(`${name} out`);
      if (name === "a") throw new Error("a failed");
    };
    const onWait = () => waited++;
    const first = withFileLock(path, work("a"), { onWait });
    await sleep(20);
    const second = withFileLock(path, work("b"), { onWait });
    await assert.rejects(first, /a failed/);
    await second;
    assert.deepEqual(order, ["a in", "a out", "b in", "b out"]);
    assert.equal(waited, 1);
  });
});

Deno.test("withFileLock stops waiting when it is told to", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "lock");
    await withFileLock(path, async () => {
      const signal = AbortSignal.abort();
      await assert.rejects(withFileLock(path, () => Promise.resolve(), { signal }), {
        name: "AbortError",
      });
    });
  });
});

Deno.test("lastLines gives the end of a log of any size", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.log");
    assert.deepEqual(await lastLines(path, 3), []);
    await Deno.writeTextFile(path, "one\ntwo\n");
    assert.deepEqual(await lastLines(path, 1), ["two"]);
    assert.deepEqual(await lastLines(path, 9), ["one", "two"]);
    assert.deepEqual(await lastLines(path, 0), []);
    await Deno.writeTextFile(path, "one\ntwo and no end");
    assert.deepEqual(await lastLines(path, 1), ["two and no end"]);
    const many = Array.from({ length: 20_000 }, (_, index) => `ligne é ${index}`);
    await Deno.writeTextFile(path, many.join("\n") + "\n");
    assert.deepEqual(await lastLines(path, 10_000), many.slice(-10_000));
  });
});

Deno.test("readLines follows a log over a turn of the file until it is told to end", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.log");
    await Deno.writeTextFile(path, "old\nnew\n");
    const end = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const line of readLines(path, { lines: 1, follow: true, signal: end.signal })) {
        seen.push(line);
        if (line === "new") await Deno.writeTextFile(path, "added\n", { append: true });
        if (line === "added") {
          await rotateLog(path, 0);
          await Deno.writeTextFile(path, "x\n");
        }
        if (line === "x") end.abort();
      }
    })();
    await reading;
    assert.deepEqual(seen, ["new", "added", "x"]);
  });
});
