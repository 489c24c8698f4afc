import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfigError, StackError } from "../../src/base/errors.ts";
import { runCommand } from "../../src/stack/command.ts";
import { ensureBucket } from "../../src/stack/docker/mod.ts";
import { dockerBackend } from "../../src/stack/mod.ts";
import { pingRedis } from "../../src/stack/redis_ping.ts";
import { dockerIsMissing, withDockerProject } from "./docker_support.ts";
import { ask, freePort } from "./stack_support.ts";

const missing = await dockerIsMissing();
const test = (name: string, work: () => Promise<void>) =>
  Deno.test({
    name: missing === undefined ? name : `${name} (skipped: ${missing})`,
    ignore: missing !== undefined,
    fn: work,
  });

const SERVICES = ["timescaledb", "redis", "mongodb", "minio"];

test("docker runs the services, keeps their data over down, and destroys it with volumes", async () => {
  await withDockerProject(async ({ backend, settings, up, down }) => {
    const own = settings();
    const told = await up(own);
    for (const service of SERVICES) assert.ok(told.includes(`${service} is healthy`), service);
    assert.ok(told.includes("created the bucket strata"));

    const statuses = await backend.ps();
    const running = statuses.filter(({ state }) => state === "running");
    assert.deepEqual(running.map(({ service }) => service).toSorted(), SERVICES.toSorted());
    assert.equal(statuses.find(({ service }) => service === "redis")?.port, own.redis.port);
    assert.equal(statuses.find(({ service }) => service === "kafka")?.state, "absent");

    const { port } = own.postgres;
    const extension = "select extname from pg_extension where extname = 'timescaledb'";
    assert.equal(await ask(own, port, extension), "timescaledb");
    assert.equal(await ask(own, port, "show timescaledb.telemetry_level"), "off");
    await ask(own, port, "create table kept (n int)");
    const ping = { hostname: "127.0.0.1", port: own.redis.port };
    const password = own.redis.password.reveal();
    assert.equal(await pingRedis({ ...ping, password }), "ready");
    assert.equal(await pingRedis({ ...ping, password: "" }), "denied");
    assert.equal(await ensureBucket(own.minio), false);

    const lines = await Array.fromAsync(
      backend.logs({ service: "redis", lines: 3, follow: false }),
    );
    assert.equal(lines.length, 3);
    assert.ok(lines.some((line) => line.includes("Ready to accept connections")));
    const all = await Array.fromAsync(backend.logs({ lines: 1, follow: false }));
    assert.ok(all.some((line) => /^redis\s+\| /.test(line)));

    await down(own);
    assert.ok((await backend.ps()).every(({ state }) => state === "stopped" || state === "absent"));
    assert.ok(!(await up(own)).includes("created the bucket strata"));
    assert.equal(await ask(own, port, "select count(*)::int from kept"), 0);
    await down(own, { volumes: true });
    const filter = `--filter=label=com.docker.compose.project=${own.projectName}`;
    assert.equal((await runCommand(["docker", "volume", "ls", "--quiet", filter])).stdout, "");
  });
});

test("docker says that a volume keeps the password it was made with", async () => {
  await withDockerProject(async ({ settings, up }) => {
    await up(settings());
    const started = performance.now();
    await assert.rejects(up(settings({ POSTGRES_PASSWORD: "canary-other" })), (error) => {
      assert.ok(error instanceof StackError);
      assert.match(error.message, /^Cannot log in to "timescaledb": .*POSTGRES_PASSWORD/);
      return !Deno.inspect(error).includes("canary");
    });
    assert.ok(
      performance.now() - started < 60_000,
      "it does not wait for the health check to give up",
    );
    await up(settings());
  });
});

test("docker names the variable of every port that is taken, before it starts anything", async () => {
  await withDockerProject(async ({ backend, settings, up }) => {
    const [redis, minio] = [freePort(), freePort()];
    using _redis = Deno.listen({ hostname: "127.0.0.1", port: redis });
    using _minio = Deno.listen({ hostname: "0.0.0.0", port: minio });
    const taken = settings({ REDIS_PORT: String(redis), MINIO_PORT: String(minio) });
    await assert.rejects(up(taken), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(error.problems.length, 2);
      return /REDIS_PORT.*MINIO_PORT/.test(error.message);
    });
    assert.ok((await backend.ps()).every(({ state }) => state === "stopped" || state === "absent"));
  });
});

test("docker names the variable of an image that cannot be had", async () => {
  await withDockerProject(async ({ settings, up }) => {
    const wrong = settings({ REDIS_IMAGE: "127.0.0.1:1/nobody/redis:1" });
    await assert.rejects(up(wrong), /^StackError: Cannot get the image of "redis": .*REDIS_IMAGE/);
  });
});

test("docker shows the last lines of a container that ends", async () => {
  await withDockerProject(async ({ root, settings, up }) => {
    const override = join(root, "docker-compose.override.yml");
    const command = `[/bin/sh, -c, "echo the disk is gone for $$REDISCLI_AUTH; exit 3"]`;
    await Deno.writeTextFile(override, `services: { redis: { entrypoint: ${command} } }\n`);
    await assert.rejects(up(settings()), (error) => {
      assert.ok(error instanceof StackError);
      assert.equal(error.service, "redis");
      assert.match(error.message, /its last lines:\n(?:.*\n)* {2}the disk is gone for \*\*\*/);
      return !Deno.inspect(error).includes("canary");
    });
  });
});

test("docker ends at its time limit, and with the caller's signal", async () => {
  await withDockerProject(async ({ root, settings, up }) => {
    const own = settings();
    await up(own);
    const check = `{ test: [CMD, "false"], interval: 1s, start_period: 300s }`;
    await Deno.writeTextFile(
      join(root, "docker-compose.override.yml"),
      `services: { redis: { healthcheck: ${check} } }\n`,
    );
    await assert.rejects(up(own, { timeoutMs: 15_000 }), (error) => {
      assert.ok(error instanceof StackError);
      return /^Cannot start "redis": it is not healthy after 15 s/.test(error.message);
    });
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Error("enough")), 2_000);
    const started = performance.now();
    await assert.rejects(up(own, { signal: stop.signal }), /enough/);
    clearTimeout(timer);
    assert.ok(performance.now() - started < 10_000);
  });
});

test("docker leaves the containers of another folder alone", async () => {
  await withDockerProject(async ({ backend, root, settings, up }) => {
    const own = settings();
    await up(own);
    const other = await Deno.makeTempDir();
    try {
      for (const name of ["docker-compose.yml", ".env"]) {
        await Deno.copyFile(join(root, name), join(other, name));
      }
      const clone = dockerBackend(other);
      const options = { settings: own, report: () => {}, timeoutMs: 60_000 };
      const message = /its containers belong to .*set PROJECT_NAME/;
      await assert.rejects(clone.up({ ...options, profile: "default" }), message);
      await assert.rejects(clone.ps(), message);
      await clone.down({ ...options, volumes: true });
      assert.ok((await backend.ps()).some(({ state }) => state === "running"));
    } finally {
      await Deno.remove(other, { recursive: true });
    }
  });
});
