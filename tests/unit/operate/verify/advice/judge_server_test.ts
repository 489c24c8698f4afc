import assert from "node:assert/strict";
import { ADVICE_LIMITS } from "../../../../../src/operate/verify/mod.ts";
import { judgeDisk } from "../../../../../src/operate/verify/advice/timescaledb/judge_disk.ts";
import { judgeServer } from "../../../../../src/operate/verify/advice/timescaledb/judge_server.ts";
import { readDisk } from "../../../../../src/operate/verify/advice/timescaledb/read_disk.ts";

const state = {
  isPreloaded: true,
  connections: 1,
  maxConnections: 100,
  dataFolder: null,
  startedAt: 0,
};

const release = { postgres: "17.6", postgresMajor: 17 };

function codes(timescaledb: string, available: string): readonly string[] {
  const server = { ...release, timescaledb, available, schema: "public" };
  return judgeServer(server, state, ADVICE_LIMITS).map(({ code }) => code);
}

Deno.test("judgeServer tells an extension older than its library, and one newer than tested", () => {
  assert.deepEqual(codes("2.18.2", "2.18.2"), []);
  assert.deepEqual(codes("2.18.2", "2.29.2"), ["extension-outdated"]);
  assert.deepEqual(codes("2.31.0", "2.31.0"), ["version-untested"]);
});

Deno.test("judgeServer tells a library that is not preloaded where there is one alone", () => {
  const told = (timescaledb: string | null, available: string | null) =>
    judgeServer({ ...release, timescaledb, available, schema: null }, {
      ...state,
      isPreloaded: false,
    }, ADVICE_LIMITS).map(({ sentence }) => sentence);
  assert.deepEqual(told(null, null), []);
  assert.match(told(null, "2.18.2")[0] ?? "", /it cannot be created until/);
});

Deno.test("judgeDisk says that a disk cannot be seen, and why", async () => {
  const far = await readDisk(state, { isLocal: false, ownFolder: undefined });
  const hidden = await readDisk(state, { isLocal: true, ownFolder: undefined });
  const gone = await readDisk(state, { isLocal: true, ownFolder: "/no/such/folder" });
  for (const [disk, why] of [[far, /another machine/], [hidden, /not see it/], [gone, /ENOENT/]]) {
    const [told] = judgeDisk(disk as typeof far, ADVICE_LIMITS);
    assert.equal(told?.code, "disk-unknown");
    assert.match(told.sentence, why as RegExp);
  }
});
