import assert from "node:assert/strict";
import { StackError } from "../../../../src/base/errors.ts";
import {
  type ContainerStatus,
  parseComposePs,
  serviceStatus,
} from "../../../../src/stack/docker/status.ts";

const REDIS = {
  ID: "c032f92fbf14",
  Name: "strata-redis-1",
  Service: "redis",
  Image: "redis:8.8.2-alpine",
  State: "running",
  Health: "healthy",
  ExitCode: 0,
  Publishers: [{ URL: "127.0.0.1", TargetPort: 6379, PublishedPort: 6379, Protocol: "tcp" }],
};

const STATUS: ContainerStatus = {
  name: "strata-redis-1",
  service: "redis",
  image: "redis:8.8.2-alpine",
  state: "running",
  health: "healthy",
  exitCode: 0,
  published: { host: "127.0.0.1", port: 6379 },
};

Deno.test("parseComposePs reads one object a line", () => {
  const mongo = { ...REDIS, Name: "strata-mongodb-1", Service: "mongodb", Publishers: null };
  const text = `${JSON.stringify(REDIS)}\n${JSON.stringify(mongo)}\n`;
  assert.deepEqual(parseComposePs(text), [
    STATUS,
    { ...STATUS, name: "strata-mongodb-1", service: "mongodb", published: undefined },
  ]);
});

Deno.test("parseComposePs reads the array that older versions print", () => {
  assert.deepEqual(parseComposePs(JSON.stringify([REDIS])), [STATUS]);
  assert.deepEqual(parseComposePs("[]"), []);
});

Deno.test("parseComposePs gives nothing where nothing runs", () => {
  assert.deepEqual(parseComposePs("\n"), []);
});

Deno.test("parseComposePs leaves out a service that an override file adds", () => {
  assert.deepEqual(parseComposePs(JSON.stringify({ ...REDIS, Service: "pgadmin" })), []);
  assert.deepEqual(parseComposePs(JSON.stringify({ ...REDIS, Service: "toString" })), []);
});

Deno.test("parseComposePs skips a port that is not published", () => {
  const Publishers = [{ URL: "", PublishedPort: 0 }, { URL: "127.0.0.1", PublishedPort: 7000 }];
  const [status] = parseComposePs(JSON.stringify({ ...REDIS, Publishers }));
  assert.deepEqual(status?.published, { host: "127.0.0.1", port: 7000 });
});

Deno.test("parseComposePs refuses what is no list of containers", () => {
  for (const text of ["NAME  IMAGE  STATUS", "{", '{"Name": 1}', '[{"Name": "x"}]']) {
    assert.throws(() => parseComposePs(text), StackError, text);
  }
});

Deno.test("serviceStatus tells a container's state in the words of ps", () => {
  const cases: [Partial<ContainerStatus>, string][] = [
    [{}, "running"],
    [{ health: "" }, "running"],
    [{ health: "starting" }, "starting"],
    [{ health: "unhealthy" }, "unhealthy"],
    [{ state: "restarting", health: "" }, "unhealthy"],
    [{ state: "exited", health: "" }, "stopped"],
    [{ state: "created", health: "" }, "stopped"],
    [{ state: "paused", health: "healthy" }, "stopped"],
  ];
  for (const [change, state] of cases) {
    assert.equal(serviceStatus("redis", { ...STATUS, ...change }).state, state);
  }
});

Deno.test("serviceStatus says how a container ended, and that Kafka needs its profile", () => {
  const ended = { ...STATUS, state: "exited", health: "", exitCode: 137, published: undefined };
  assert.equal(serviceStatus("redis", ended).detail, "redis:8.8.2-alpine, ended with code 137");
  assert.deepEqual(serviceStatus("kafka", undefined), {
    service: "kafka",
    state: "absent",
    detail: "only with --profile=full",
  });
});
