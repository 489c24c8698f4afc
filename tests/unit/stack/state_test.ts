import assert from "node:assert/strict";
import { join } from "node:path";
import type { StackState } from "../../../src/stack/mod.ts";
import { loadTaskSettings, readState, stackVariables } from "../../../src/stack/mod.ts";
import { removeState, writeState } from "../../../src/stack/state.ts";

const state: StackState = {
  backend: "native",
  profile: "default",
  services: {
    timescaledb: { host: "127.0.0.1", port: 5_433, pid: 42 },
    redis: { host: "127.0.0.1", port: 6_380 },
  },
  startedAt: "2026-01-02T03:04:05.000Z",
};

async function withRoot(work: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "strata état " });
  try {
    await work(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("readState gives what writeState wrote, and nothing once it is removed", async () => {
  await withRoot(async (root) => {
    assert.equal(readState(root), undefined);
    await writeState(root, { ...state, backend: "docker" });
    await writeState(root, state);
    assert.deepEqual(readState(root), state);
    const left = await Array.fromAsync(Deno.readDir(join(root, ".strata")));
    assert.deepEqual(left.map(({ name }) => name), ["state.json"]);
    await removeState(root);
    await removeState(root);
    assert.equal(readState(root), undefined);
  });
});

Deno.test("readState takes a file that makes no sense for no stack", async (t) => {
  const cases = {
    empty: "",
    cut: '{"backend": "nat',
    "another backend": JSON.stringify({ ...state, backend: "podman" }),
    "a text for a port": JSON.stringify({
      ...state,
      services: { redis: { host: "h", port: "1" } },
    }),
  };
  for (const [name, text] of Object.entries(cases)) {
    await t.step(name, () =>
      withRoot(async (root) => {
        await Deno.mkdir(join(root, ".strata"));
        await Deno.writeTextFile(join(root, ".strata/state.json"), text);
        assert.equal(readState(root), undefined);
      }));
  }
});

Deno.test("loadTaskSettings takes the running stack's ports over the defaults", async () => {
  await withRoot(async (root) => {
    const load = (env: Record<string, string>) => loadTaskSettings({ root, env, envFile: false });
    assert.equal(load({}).postgres.port, 5_432);
    await writeState(root, state);
    assert.equal(load({}).postgres.port, 5_433);
    assert.equal(load({}).redis.port, 6_380);
    assert.equal(load({}).explicit.has("POSTGRES_PORT"), false);
    assert.equal(load({ POSTGRES_PORT: "5599" }).postgres.port, 5_599);
  });
});

Deno.test("stackVariables names every service of a full stack", () => {
  const address = (port: number) => ({ host: "127.0.0.1", port });
  const services = {
    timescaledb: address(1),
    redis: address(2),
    mongodb: address(3),
    minio: address(4),
    kafka: address(5),
  };
  assert.deepEqual(stackVariables({ ...state, services }), {
    POSTGRES_HOST: "127.0.0.1",
    POSTGRES_PORT: "1",
    REDIS_HOST: "127.0.0.1",
    REDIS_PORT: "2",
    MONGO_HOST: "127.0.0.1",
    MONGO_PORT: "3",
    MINIO_HOST: "127.0.0.1",
    MINIO_PORT: "4",
    KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:5",
  });
});
