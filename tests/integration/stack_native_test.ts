import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfigError } from "../../src/base/errors.ts";
import { readState, stackLogs, stackStatus } from "../../src/stack/mod.ts";
import { readRecord, stopProcess } from "../../src/stack/process.ts";
import { pingRedis } from "../../src/stack/redis_ping.ts";
import {
  ask,
  freePorts,
  nativeTest,
  settingsOf,
  start,
  stop,
  withProject,
} from "./stack_support.ts";

/** Unique, so that no other process on the machine contains it, even in concurrent tests. */
const CANARY = crypto.randomUUID();
const SECRETS = {
  POSTGRES_PASSWORD: `${CANARY} pä'ss \\%$`,
  REDIS_PASSWORD: `${CANARY} "twö" #`,
};

/** The expected addresses of a started stack. */
function addresses(state: { services: Awaited<ReturnType<typeof start>>["state"]["services"] }) {
  const { timescaledb, redis } = state.services;
  assert.ok(timescaledb && redis);
  return { timescaledb, redis };
}

nativeTest(
  "native runs PostgreSQL with TimescaleDB and Redis, and up twice changes nothing",
  async () => {
    await withProject(async (root) => {
      const settings = settingsOf(SECRETS, freePorts());
      const first = await start(root, settings);
      assert.equal(first.started, true);
      const { timescaledb, redis } = addresses(first.state);
      assert.equal(timescaledb.port, settings.postgres.port);
      const version = "select extversion from pg_extension where extname = 'timescaledb'";
      assert.match(String(await ask(settings, timescaledb.port, version)), /^2\.\d+/);
      const major = "select current_setting('server_version_num')::int / 10000";
      assert.equal(await ask(settings, timescaledb.port, major), 17);
      const password = settings.redis.password.reveal();
      const ping = { hostname: "127.0.0.1", port: redis.port };
      assert.equal(await pingRedis({ ...ping, password }), "ready");
      assert.equal(await pingRedis({ ...ping, password: "" }), "denied");
      assert.deepEqual(readState(root), first.state);

      const begun = performance.now();
      const second = await start(root, settings, { requested: "auto" });
      assert.equal(second.started, false);
      assert.deepEqual(second.state, first.state);
      assert.ok(performance.now() - begun < 3_000, "the second start took too long");

      await noSecretIsShown(root);
      const lines = await Array.fromAsync(stackLogs(root, { follow: false, lines: 3 }));
      assert.equal(lines.length, 6);
      assert.match(lines[0] ?? "", /^timescaledb \| /);
      const { services } = await stackStatus(root);
      assert.deepEqual(
        services.map(({ service, state }) => `${service} ${state}`),
        ["timescaledb running", "redis running", "mongodb absent", "kafka absent", "minio absent"],
      );
    });
  },
);

/** Asserts that no secret is on a command line, in a file that others may read, or in a log. */
async function noSecretIsShown(root: string): Promise<void> {
  // Reading /proc directly requires all permissions, which the tests do not have.
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", "cat /proc/[0-9]*/cmdline 2>/dev/null; true"],
  }).output();
  const commandLines = new TextDecoder().decode(stdout);
  assert.ok(commandLines.length > 0 && !commandLines.includes(CANARY));
  const folder = join(root, ".strata/native");
  for (const name of ["etc", "run", "log"]) {
    for await (const entry of Deno.readDir(join(folder, name))) {
      const path = join(folder, name, entry.name);
      const isOpen = ((await Deno.stat(path)).mode ?? 0) & 0o077;
      const isLog = name === "log";
      if (!isOpen && !isLog) continue;
      assert.ok(!(await Deno.readTextFile(path)).includes(CANARY), path);
    }
  }
}

nativeTest("native keeps its data over down, and down with volumes destroys it", async () => {
  await withProject(async (root) => {
    const settings = settingsOf({}, freePorts());
    const { port } = addresses((await start(root, settings)).state).timescaledb;
    await ask(settings, port, "create table kept as select 42 as answer");
    await stop(root);
    assert.equal(readState(root), undefined);
    assert.equal((await stackStatus(root)).backend, undefined);
    await stop(root);
    await start(root, settings);
    assert.equal(await ask(settings, port, "select answer from kept"), 42);
    await stop(root, { volumes: true });
    await start(root, settings);
    assert.equal(await ask(settings, port, "select to_regclass('kept')"), null);
  });
});

nativeTest(
  "native takes a changed password, user and database with the data of before",
  async () => {
    await withProject(async (root) => {
      const ports = freePorts();
      const before = settingsOf({}, ports);
      const { port } = addresses((await start(root, before)).state).timescaledb;
      await ask(before, port, "create table kept as select 42 as answer");
      const after = settingsOf(SECRETS, ports);
      const { redis } = addresses((await start(root, after)).state);
      assert.equal(await ask(after, port, "select answer from kept"), 42);
      await assert.rejects(ask(before, port, "select 1"), { code: "28P01" });
      const password = after.redis.password.reveal();
      assert.equal(await pingRedis({ hostname: "127.0.0.1", port: redis.port, password }), "ready");
      const other = settingsOf(
        { ...SECRETS, POSTGRES_USER: "o'ther", POSTGRES_DB: "Oth er" },
        ports,
      );
      await start(root, other);
      assert.equal(
        await ask(other, port, "select current_database() || current_user"),
        "Oth ero'ther",
      );
    });
  },
);

nativeTest(
  "native moves a port that nobody set, and names the variable of one that is set",
  async () => {
    await withProject(async (root) => {
      using database = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const taken = String(database.addr.port);
      const free = { ...freePorts(), POSTGRES_PORT: taken };
      await assert.rejects(
        start(root, settingsOf({ POSTGRES_PORT: taken }, free)),
        (error) => error instanceof ConfigError && error.message.includes("POSTGRES_PORT"),
      );
      assert.equal(readState(root), undefined);
      const { state, notes } = await start(root, settingsOf({}, free));
      const { port } = addresses(state).timescaledb;
      assert.ok(port > database.addr.port);
      assert.match(
        notes.join("\n"),
        new RegExp(`port ${taken} is in use: timescaledb takes ${port}`),
      );
      // While it runs, another port in the settings takes effect with a restart.
      const wanted = settingsOf(freePorts());
      assert.equal(
        addresses((await start(root, wanted)).state).timescaledb.port,
        wanted.postgres.port,
      );
      assert.equal(await ask(wanted, wanted.postgres.port, "select 1"), 1);
    });
  },
);

async function killServer(root: string, service: string): Promise<void> {
  const record = await readRecord(join(root, ".strata/native/run", `${service}.pid`));
  assert.ok(record);
  assert.equal(await stopProcess(record, { signal: "SIGKILL", timeoutMs: 5_000 }), true);
}

nativeTest("native recovers when its servers were killed", async () => {
  await withProject(async (root) => {
    const settings = settingsOf({}, freePorts());
    const first = addresses((await start(root, settings)).state);
    await ask(settings, first.timescaledb.port, "create table kept as select 42 as answer");
    for (const service of ["timescaledb", "redis"]) await killServer(root, service);
    const { services, stale } = await stackStatus(root);
    assert.equal(stale, true);
    assert.deepEqual(services.map(({ state }) => state), ["stopped", "stopped"]);
    const { state, started, notes } = await start(root, settings);
    assert.equal(started, true);
    assert.match(notes.join("\n"), /has ended without "down"/);
    assert.notEqual(addresses(state).timescaledb.pid, first.timescaledb.pid);
    assert.equal(await ask(settings, first.timescaledb.port, "select answer from kept"), 42);
  });
});

nativeTest("native starts past a lock file whose number has gone to another process", async () => {
  await withProject(async (root) => {
    const settings = settingsOf({}, freePorts());
    const { pid = 0 } = addresses((await start(root, settings)).state).timescaledb;
    await killServer(root, "timescaledb");
    await stop(root);
    // As after a reboot: the same process ids, other processes.
    const folder = join(root, ".strata/native");
    const stranger = String(Deno.pid);
    const lockFile = join(folder, "data/timescaledb/postmaster.pid");
    const lock = await Deno.readTextFile(lockFile);
    await Deno.writeTextFile(lockFile, lock.replace(String(pid), stranger));
    await Deno.writeTextFile(join(folder, "run/timescaledb.pid"), `${stranger}\nanother start\n`);
    await start(root, settings);
  });
});

nativeTest("native goes on where a killed start has left half of its work", async () => {
  await withProject(async (root) => {
    const folder = join(root, ".strata/native");
    await Deno.mkdir(join(folder, "usr.new.0badcafe/usr/bin"), { recursive: true });
    await Deno.mkdir(join(folder, "data/timescaledb.new.0badcafe/base"), { recursive: true });
    await Deno.mkdir(join(folder, "run"), { recursive: true });
    await Deno.writeTextFile(join(folder, "run/initdb"), "left over", { mode: 0o600 });
    const settings = settingsOf({}, freePorts());
    const { state } = await start(root, settings);
    assert.equal(await ask(settings, addresses(state).timescaledb.port, "select 1"), 1);
    const names = async (path: string) =>
      (await Array.fromAsync(Deno.readDir(join(folder, path)))).map(({ name }) => name).sort();
    assert.deepEqual(await names("run"), ["redis.pid", "timescaledb.pid"]);
    assert.deepEqual(await names("data"), ["redis", "timescaledb"]);
    assert.equal((await names("")).some((name) => name.startsWith("usr.new")), false);
  });
});

nativeTest("native starts under a umask that hides every new file", async () => {
  const umask = Deno.umask(0o077);
  try {
    await withProject(async (root) => {
      const settings = settingsOf({}, freePorts());
      const { state } = await start(root, settings);
      assert.equal(await ask(settings, addresses(state).timescaledb.port, "select 1"), 1);
    });
  } finally {
    Deno.umask(umask);
  }
});

nativeTest("two starts at once end with one stack", async () => {
  await withProject(async (root) => {
    const settings = settingsOf({}, freePorts());
    const both = await Promise.all([start(root, settings), start(root, settings)]);
    assert.deepEqual(both.map(({ started }) => started).sort(), [false, true]);
    assert.deepEqual(both[0].state, both[1].state);
  });
});

nativeTest("a start that is interrupted can be repeated", async () => {
  await withProject(async (root) => {
    const settings = settingsOf({}, freePorts());
    await assert.rejects(
      start(root, settings, { timeoutMs: 1 }),
      /took longer than|not ready in time/,
    );
    const signal = AbortSignal.timeout(150);
    await assert.rejects(start(root, settings, { signal }), { name: /AbortError|TimeoutError/ });
    const { state } = await start(root, settings);
    assert.equal(await ask(settings, addresses(state).timescaledb.port, "select 1"), 1);
  });
});

nativeTest("another backend is refused while native runs", async () => {
  await withProject(async (root) => {
    const settings = settingsOf({}, freePorts());
    await start(root, settings);
    await assert.rejects(
      start(root, settings, { requested: "embedded" }),
      /"native" runs already, stop it with "deno task down"/,
    );
  });
});

nativeTest(
  "native starts although the database's TimescaleDB has lost its library: upgrade mends that",
  async () => {
    await withProject(async (root) => {
      const settings = settingsOf({}, freePorts());
      const { timescaledb } = addresses((await start(root, settings)).state);
      const lose = "update pg_extension set extversion = '0.0.1' where extname = 'timescaledb'";
      await ask(settings, timescaledb.port, lose);
      await stop(root);
      const again = await start(root, settings);
      const { port } = addresses(again.state).timescaledb;
      await assert.rejects(ask(settings, port, "select 1"), /timescaledb-0\.0\.1/);
    });
  },
);
