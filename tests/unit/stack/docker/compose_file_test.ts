import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { variables } from "../../../../src/base/settings/mod.ts";
import { runCommand } from "../../../../src/stack/command.ts";
import { dockerServices, IMAGE_VARIABLES } from "../../../../src/stack/docker/services.ts";

const PATH = fileURLToPath(new URL("../../../../docker-compose.yml", import.meta.url));
const TEXT = await Deno.readTextFile(PATH);
const SERVICES = dockerServices("full");

/** Returns the text of one service in the file. */
function textOf(service: string): string {
  const [, text = ""] = TEXT.match(new RegExp(`\\n  ${service}:\\n((?:(?:    .*)?\\n)*)`)) ?? [];
  assert.notEqual(text, "", `${service} is there`);
  return text;
}

Deno.test("docker-compose.yml has the services of the backend and no other", () => {
  const names = [...TEXT.matchAll(/^ {2}([a-z]+):$/gm)].map(([, name]) => name);
  assert.deepEqual(names.toSorted(), SERVICES.toSorted());
});

Deno.test("docker-compose.yml binds every port to 127.0.0.1", () => {
  for (const service of SERVICES) {
    assert.match(textOf(service), /^ {4}ports: \["127\.0\.0\.1:\$\{\w+:-\d+\}:\d+"\]$/m, service);
  }
});

Deno.test("docker-compose.yml pins every image, and lets its variable replace it", () => {
  for (const service of SERVICES) {
    const [, variable, image = ""] = textOf(service).match(/image: \$\{(\w+):-(\S+)\}/) ?? [];
    assert.equal(variable, IMAGE_VARIABLES[service]);
    assert.match(image, /:[\w.-]*\d+\.\d+[\w.-]*$|:RELEASE\.[\dT-]+Z$/, `${service} has a version`);
  }
  assert.ok(!TEXT.includes("latest"));
});

Deno.test("docker-compose.yml hardens every service and gives it a health check and a volume", () => {
  for (const service of SERVICES) {
    const text = textOf(service);
    for (const part of ["<<: *service", "healthcheck:", "retries:", "mem_limit:", "volumes:"]) {
      assert.ok(text.includes(part), `${service} has ${part}`);
    }
  }
  for (const part of ["no-new-privileges:true", "cap_drop: [ALL]", "pids_limit:", "max-size:"]) {
    assert.ok(TEXT.includes(part), part);
  }
});

Deno.test("docker-compose.yml has the defaults of the settings", () => {
  const defaults = new Map(variables.map((variable) => [variable.name, variable.default]));
  for (const [, name = "", value] of TEXT.matchAll(/\$\{(\w+):?-([^}]*)\}/g)) {
    if (defaults.has(name)) assert.equal(value, defaults.get(name), name);
  }
});

Deno.test("docker-compose.yml hands no password to a command line", () => {
  for (const service of SERVICES) {
    const text = textOf(service).replace(/\n {4}environment:\n(?: {6}.*\n)+/, "\n");
    assert.doesNotMatch(text, /(?<!\$)\$\{\w*(?:PASSWORD|SECRET)/, service);
    assert.doesNotMatch(text, /(?:--password|--requirepass| -a| -p) /, service);
  }
});

const compose = await runCommand(["docker", "compose", "version", "--short"]);
const missing = compose.code === 0 ? "" : " (skipped: needs docker compose)";

Deno.test({
  name: `docker compose reads docker-compose.yml${missing}`,
  ignore: missing !== "",
  fn: async () => {
    const { code, stdout, stderr } = await runCommand(
      ["docker", "compose", `--file=${PATH}`, "--profile=full", "config", "--format=json"],
      { env: { COMPOSE_DISABLE_ENV_FILE: "1", PROJECT_NAME: "strata-test" } },
    );
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /variable is not set/);
    const { name, services } = JSON.parse(stdout);
    assert.equal(name, "strata-test");
    assert.deepEqual(Object.keys(services).toSorted(), SERVICES.toSorted());
    assert.deepEqual(services.kafka.profiles, ["full"]);
    for (const service of SERVICES) {
      const { ports, cap_drop, security_opt, logging, healthcheck } = services[service];
      assert.deepEqual(ports.map((port: { host_ip: string }) => port.host_ip), ["127.0.0.1"]);
      assert.deepEqual(cap_drop, ["ALL"]);
      assert.deepEqual(security_opt, ["no-new-privileges:true"]);
      assert.ok(logging.options["max-size"]);
      assert.ok(healthcheck.test.length > 1);
      assert.ok(!JSON.stringify(healthcheck).includes("strata"));
    }
  },
});
