import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { openClient, type OwnServer, serverPrograms, startOwnServer } from "../../support/mod.ts";
import { fillDisk, withSmallDisk } from "../../support/small_disk.ts";

const lack = serverPrograms === null ? " (needs an installed PostgreSQL with TimescaleDB)" : "";

function ownServerTest(name: string, run: (server: OwnServer) => Promise<void>): void {
  Deno.test({
    name: `startOwnServer ${name}${lack}`,
    ignore: serverPrograms === null,
    fn: async () => {
      await using server = await startOwnServer();
      await run(server);
    },
  });
}

async function ask(server: OwnServer, statement: string): Promise<unknown> {
  const client = await openClient(server.url);
  try {
    return Object.values((await client.query(statement)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

ownServerTest("stops, kills and starts a server again on its port", async (server) => {
  await ask(server, "create table kept (word text)");
  for (const end of ["stop", "kill"] as const) {
    await ask(server, `insert into kept values ('before ${end}')`);
    await server[end]();
    await assert.rejects(openClient(server.url), { code: "ECONNREFUSED" });
    await server.start();
  }
  assert.equal(
    await ask(server, "select string_agg(word, ', ') from kept"),
    "before stop, before kill",
  );
});

ownServerTest("starts a server without waiting for it", async (server) => {
  await server.kill();
  await server.start({ wait: false });
  // A second start of one that is starting only waits.
  await server.start();
  assert.equal(await ask(server, "select 1"), 1);
});

ownServerTest("freezes a server and lets it go on", async (server) => {
  const client = await openClient(server.url);
  try {
    await server.freeze();
    const late = client.query("select 'late' as word");
    assert.equal(await Promise.race([late, sleep(300, "nothing")]), "nothing");
    await server.thaw();
    assert.equal((await late).rows[0].word, "late");
  } finally {
    await client.end();
  }
  // What is frozen when the test ends does not stay.
  await server.freeze();
});

const name = "startOwnServer runs on a small disk, which can be full for a while";
const lacks = serverPrograms === null || !await withSmallDisk();
Deno.test({
  name: lacks ? `${name} (needs the right to mount a tmpfs)${lack}` : name,
  ignore: lacks,
  fn: async () => {
    await withSmallDisk(async (folder) => {
      await using server = await startOwnServer({ folder });
      await ask(server, "create table words (word text)");
      const grow =
        "insert into words select repeat(md5(n::text), 50) from generate_series(1, 5000) n";
      {
        await using _filler = await fillDisk(folder);
        await assert.rejects(async () => {
          for (;;) await ask(server, grow);
        });
      }
      await server.start();
      await ask(server, grow);
    }, { megabytes: 150 });
  },
});
