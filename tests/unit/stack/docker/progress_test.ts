import assert from "node:assert/strict";
import { createProgress, progressOf } from "../../../../src/stack/docker/progress.ts";

Deno.test("progressOf reads the lines that concern a service", () => {
  const cases: [string, string | undefined][] = [
    [" redis Pulling ", "pulling the image of redis"],
    [" Image redis:8.8.2-alpine Pulling ", "pulling redis:8.8.2-alpine"],
    [" redis Pulled ", "pulled the image of redis"],
    [" Container strata-redis-1  Started", "redis has started, waiting until it is healthy"],
    [" Container strata-redis-1 Started ", "redis has started, waiting until it is healthy"],
    [" Container strata-timescaledb-1  Healthy", "timescaledb is healthy"],
    [" Container strata-redis-1  Recreate", "replacing redis, its settings have changed"],
    [" Container strata-redis-1  Creating", undefined],
    [" Network strata_default  Created", undefined],
    [' Volume "strata_redis-data"  Created', undefined],
    [" 4f4fb700ef54 Pulling fs layer ", undefined],
    [" 4f4fb700ef54 Downloading [==>   ]  1.2MB/9MB", undefined],
    [" Container strata-pgadmin-1  Healthy", undefined],
    ["container strata-redis-1 is unhealthy", undefined],
    ["", undefined],
  ];
  for (const [line, message] of cases) {
    assert.equal(progressOf(line, "strata")?.message, message, line);
  }
});

Deno.test("createProgress says each thing once", () => {
  const said: string[] = [];
  const progress = createProgress("my-app", ({ message }) => said.push(message));
  for (const _time of [1, 2]) {
    progress(" Container my-app-minio-1  Started");
    progress(" Container my-app-minio-1  Healthy");
  }
  assert.deepEqual(said, ["minio has started, waiting until it is healthy", "minio is healthy"]);
});
