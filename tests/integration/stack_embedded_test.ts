import assert from "node:assert/strict";
import { join } from "node:path";
import pg from "pg";
import { ConfigError } from "../../src/base/errors.ts";
import { serveDatabase } from "../../src/stack/embedded/server.ts";
import { stackLogs, stackStatus } from "../../src/stack/mod.ts";
import { readRecord, stopProcess } from "../../src/stack/process.ts";
import { pingRedis } from "../../src/stack/redis_ping.ts";
import {
  ask,
  freePorts,
  nativeTest,
  PROJECT,
  settingsOf,
  start,
  stop,
  withProject,
} from "./stack_support.ts";

async function withDatabase(work: (connect: () => Promise<pg.Client>) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "strata é " });
  const clients: pg.Client[] = [];
  try {
    await using server = await serveDatabase({ folder: join(folder, "db"), port: 0 });
    await work(async () => {
      const login = { user: "anybody", password: "anything", database: "any" };
      const client = new pg.Client({ host: "127.0.0.1", port: server.port, ...login });
      client.on("error", () => {});
      clients.push(client);
      await client.connect();
      return client;
    });
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("serveDatabase gives eight clients at once each its own answers", async () => {
  await withDatabase(async (connect) => {
    const clients = await Promise.all(Array.from({ length: 8 }, connect));
    const work = clients.map(async (client, own) => {
      for (let round = 0; round < 30; round++) {
        const values = [round];
        const plain = await client.query(`select $1::int as round, '${own}' as own`, values);
        assert.deepEqual(plain.rows, [{ round, own: String(own) }]);
        const text = `select ${own} as own, $1::int as round`;
        const named = await client.query({ name: "same", text, values });
        assert.deepEqual(named.rows, [{ own, round }]);
        await assert.rejects(client.query("select 1 / $1::int", [0]), { code: "22012" });
        await client.query("begin");
        const inside = await client.query(`select '${own}' as own`);
        assert.equal(inside.rows[0].own, String(own));
        await client.query(round % 2 ? "commit" : "rollback");
      }
    });
    await Promise.all(work);
  });
});

Deno.test("serveDatabase rolls back for a client that is cut off, and lets the next one in", async () => {
  await withDatabase(async (connect) => {
    const [lost, next] = [await connect(), await connect()];
    await lost.query("begin");
    await lost.query("create table lost (a int)");
    const waiting = next.query("select to_regclass('lost') as found");
    // as: the socket is missing from the driver's types.
    (lost as unknown as { connection: { stream: { destroy(): void } } }).connection.stream
      .destroy();
    assert.equal((await waiting).rows[0].found, null);
  });
});

Deno.test("serveDatabase refuses COPY FROM STDIN and goes on", async () => {
  await withDatabase(async (connect) => {
    const client = await connect();
    await client.query("create table t (a int)");
    await assert.rejects(client.query("copy t from stdin"), { code: "0A000" });
    await client.query("insert into t values (1)");
    const other = await connect();
    assert.equal((await other.query("select a from t")).rows[0].a, 1);
  });
});

Deno.test("serveDatabase forgets what clients have set once the last of them has gone", async () => {
  await withDatabase(async (connect) => {
    const first = await connect();
    await first.query("set application_name = 'left over'; create temp table left_over (a int)");
    await first.end();
    const second = await connect();
    const { rows } = await second.query(
      "select current_setting('application_name') as name, to_regclass('left_over') as kept",
    );
    assert.deepEqual(rows, [{ name: "", kept: null }]);
  });
});

Deno.test("embedded keeps its data over down and over a kill", async () => {
  await withProject(async (root) => {
    const settings = settingsOf({}, freePorts());
    const options = { requested: "embedded" } as const;
    const first = await start(root, settings, options);
    const { port = 0 } = first.state.services.timescaledb ?? {};
    assert.equal(port, settings.postgres.port);
    await ask(settings, port, "create table kept as select 42 as answer");
    assert.equal((await start(root, settings, { requested: "auto" })).started, false);
    const lines = await Array.fromAsync(stackLogs(root, { service: "timescaledb", follow: false }));
    assert.match(lines.join("\n"), /listening on 127\.0\.0\.1/);
    await stop(root);
    await start(root, settings, options);
    assert.equal(await ask(settings, port, "select answer from kept"), 42);
    const record = await readRecord(join(root, ".strata/embedded/run/timescaledb.pid"));
    assert.ok(record);
    await stopProcess(record, { signal: "SIGKILL", timeoutMs: 5_000 });
    await start(root, settings, options);
    assert.equal(await ask(settings, port, "select answer from kept"), 42);
    const { services } = await stackStatus(root);
    assert.equal(services.find(({ service }) => service === "timescaledb")?.state, "running");
    await stop(root, { volumes: true });
    const left = await Array.fromAsync(Deno.readDir(join(root, ".strata")));
    assert.deepEqual(left.map(({ name }) => name), ["lock"]);
  });
});

Deno.test("embedded moves a port that nobody set, and names the variable of one that is set", async () => {
  await withProject(async (root) => {
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const ports = { ...freePorts(), POSTGRES_PORT: String(taken.addr.port) };
    const options = { requested: "embedded" } as const;
    await assert.rejects(
      start(root, settingsOf({ POSTGRES_PORT: ports.POSTGRES_PORT }, ports), options),
      (error) => error instanceof ConfigError && error.message.includes("POSTGRES_PORT"),
    );
    const { state, notes } = await start(root, settingsOf({}, ports), options);
    assert.ok((state.services.timescaledb?.port ?? 0) > taken.addr.port);
    assert.match(notes.join("\n"), /is in use: timescaledb takes/);
  });
});

/** Creates a folder with the programs that the backend runs, without Redis. */
async function folderWithout(root: string): Promise<string> {
  const folder = join(root, "bin");
  await Deno.mkdir(folder);
  for (const name of ["cat", "mv", "setsid"]) {
    await Deno.symlink(`/usr/bin/${name}`, join(folder, name));
  }
  return folder;
}

nativeTest("embedded runs a redis-server of the PATH, and says when there is none", async () => {
  // Any real server will do: this is the one that the native backend unpacked.
  await withProject(async (root) => {
    await start(root, settingsOf({}, freePorts()));
  });
  const path = Deno.env.get("PATH") ?? "";
  const programs = join(PROJECT, ".strata/native/usr/bin");
  try {
    await withProject(async (root) => {
      Deno.env.set("PATH", `${programs}:${path}`);
      const settings = settingsOf({ REDIS_PASSWORD: "canary é" }, freePorts());
      const { state } = await start(root, settings, { requested: "embedded" });
      const { port = 0 } = state.services.redis ?? {};
      const ping = { hostname: "127.0.0.1", port, password: "canary é" };
      assert.equal(await pingRedis(ping), "ready");
      await stop(root);
      Deno.env.set("PATH", await folderWithout(root));
      const without = await start(root, settings, { requested: "embedded" });
      assert.equal(without.state.services.redis, undefined);
      assert.match(without.notes.join("\n"), /no redis-server or valkey-server on PATH/);
      const { services } = await stackStatus(root);
      assert.equal(services.find(({ service }) => service === "redis")?.state, "absent");
    });
  } finally {
    Deno.env.set("PATH", path);
  }
});
