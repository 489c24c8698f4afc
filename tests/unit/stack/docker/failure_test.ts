import assert from "node:assert/strict";
import { ConfigError, StackError } from "../../../../src/base/errors.ts";
import { explainFailure } from "../../../../src/stack/docker/failure.ts";
import { servicePorts } from "../../../../src/stack/docker/services.ts";
import { loadSettings } from "../../../../src/base/settings/mod.ts";

function explain(output: string, env: Record<string, string> = {}) {
  const settings = loadSettings({ env, envFile: false });
  const { images } = settings;
  const ports = servicePorts(settings);
  const redact = (text: string) => text.replaceAll("s3cret", "***");
  return explainFailure(output, { ports, images, redact });
}

const ENDPOINT = "Error response from daemon: driver failed programming external connectivity " +
  "on endpoint strata-redis-1 (3437279c): ";

Deno.test("explainFailure names the variable of a port that is taken", () => {
  const outputs = [
    `${ENDPOINT}Bind for 127.0.0.1:6379 failed: port is already allocated`,
    `${ENDPOINT}Error starting userland proxy: listen tcp4 127.0.0.1:6379: bind: address already in use`,
    "Error response from daemon: failed to set up container networking: driver failed programming " +
    "external connectivity on endpoint strata-redis-1 (8f): failed to bind host port " +
    "for 127.0.0.1:6379:172.18.0.2:6379/tcp: address already in use",
    "Error response from daemon: Ports are not available: exposing port TCP 127.0.0.1:6379 -> " +
    "0.0.0.0:0: listen tcp 127.0.0.1:6379: bind: address already in use",
  ];
  for (const output of outputs) {
    const error = explain(` Container strata-redis-1  Starting\n${output}`);
    assert.ok(error instanceof StackError, output);
    assert.equal(error.service, "redis");
    assert.match(error.message, /port 6379 of redis is in use .* set REDIS_PORT to another port/);
  }
});

Deno.test("explainFailure blames the settings where the user set the port", () => {
  const output = `${ENDPOINT}Bind for 127.0.0.1:7000 failed: port is already allocated`;
  assert.ok(explain(output, { REDIS_PORT: "7000" }) instanceof ConfigError);
  const url = { DATABASE_URL: "postgres://u:p@127.0.0.1:7000/d" };
  assert.match(explain(output, url)?.message ?? "", /set DATABASE_URL/);
  const brokers = { KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:7000" };
  assert.match(explain(output, brokers)?.message ?? "", /set KAFKA_BOOTSTRAP_SERVERS/);
});

Deno.test("explainFailure names the variable of an image that cannot be had", () => {
  const lookup = "dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: no such host";
  const cases: [string, string, string][] = [
    [
      ` redis Pulling \n minio Interrupted\n redis Error Get "https://registry-1.docker.io/v2/": ${lookup}\n` +
      `Error response from daemon: Get "https://registry-1.docker.io/v2/": ${lookup}`,
      "REDIS_IMAGE",
      "no such host",
    ],
    [
      " timescaledb Error manifest for timescale/timescaledb:0 not found: manifest unknown",
      "TIMESCALEDB_IMAGE",
      "manifest unknown",
    ],
    [
      " Image quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z Error unauthorized: access denied",
      "MINIO_IMAGE",
      "unauthorized",
    ],
    [
      "unable to get image 'registry.local/x:1': Error response from daemon: invalid reference format",
      "MONGO_IMAGE",
      "invalid reference format",
    ],
  ];
  for (const [output, variable, why] of cases) {
    const error = explain(output, { MONGO_IMAGE: "registry.local/x:1" });
    assert.ok(error instanceof StackError);
    assert.match(error.message, new RegExp(`^Cannot get the image of .*${why}.* set ${variable} `));
  }
});

Deno.test("explainFailure says that the engine went away", () => {
  const output = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. " +
    "Is the docker daemon running?";
  assert.match(explain(output)?.message ?? "", /engine is not running .*docker\.sock/);
});

Deno.test("explainFailure explains the name that an interrupted start left behind", () => {
  const output =
    'Error response from daemon: Conflict. The container name "/strata-mongodb-1" is ' +
    'already in use by container "2bad62". You have to remove (or rename) that container';
  assert.match(explain(output)?.message ?? "", /"strata-mongodb-1" is taken.* PROJECT_NAME/);
});

Deno.test("explainFailure leaves an ill container to its own log", () => {
  assert.equal(explain("container strata-redis-1 is unhealthy"), undefined);
  assert.equal(explain("container strata-redis-1 exited (1)"), undefined);
  assert.equal(explain("application not healthy after 30s"), undefined);
});

Deno.test("explainFailure gives the last line of what it does not know, without secrets", () => {
  const error = explain("first\nno space left on device: s3cret\n\n");
  assert.match(error?.message ?? "", /no space left on device: \*\*\*, see deno task logs$/);
  assert.match(explain("")?.message ?? "", /Compose said nothing/);
});
