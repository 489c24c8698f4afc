import assert from "node:assert/strict";
import type { StackState } from "../../../../src/stack/mod.ts";
import { absentServices } from "../../../../src/operate/verify/mod.ts";

const address = { host: "127.0.0.1", port: 1 };

function state(overrides: Partial<StackState> = {}): StackState {
  return {
    backend: "native",
    profile: "default",
    services: { timescaledb: address, redis: address },
    startedAt: "2026-01-01T00:00:00Z",
    ...overrides,
  };
}

Deno.test("absentServices skips nothing where no stack runs", () => {
  assert.equal(absentServices(undefined, new Set()).size, 0);
});

Deno.test("absentServices names what the backend does not have", () => {
  const absent = absentServices(state(), new Set());
  assert.deepEqual([...absent.keys()], ["mongodb", "kafka", "minio"]);
  assert.equal(absent.get("kafka"), "the native backend does not have it");
});

Deno.test("absentServices says that Kafka is in the full profile", () => {
  const services = { timescaledb: address, redis: address, mongodb: address, minio: address };
  const absent = absentServices(state({ backend: "docker", services }), new Set());
  assert.deepEqual([...absent], [["kafka", "starts with deno task up --profile=full"]]);
});

Deno.test("absentServices checks a service whose address the user set", () => {
  const explicit = new Set(["KAFKA_BOOTSTRAP_SERVERS", "MONGO_HOST"]);
  assert.deepEqual([...absentServices(state(), explicit).keys()], ["minio"]);
});
