import assert from "node:assert/strict";
import { ConfigError, StackError } from "../../../src/base/errors.ts";
import {
  type BackendName,
  type Backends,
  chooseBackend,
  openBackends,
  parseBackendRequest,
} from "../../../src/stack/mod.ts";

/** The real backends, with detection results that the test chooses. */
function backendsWith(able: readonly BackendName[], asked: BackendName[] = []): Backends {
  const real = openBackends(".");
  const make = (name: BackendName) => ({
    ...real[name],
    detect: () => {
      asked.push(name);
      const available = able.includes(name);
      return Promise.resolve({ available, reason: available ? `${name} is here` : `no ${name}` });
    },
  });
  return { docker: make("docker"), native: make("native"), embedded: make("embedded") };
}

Deno.test("chooseBackend takes the first that can run when asked for auto", async (t) => {
  const cases: [able: BackendName[], taken: BackendName, reason: string][] = [
    [["docker", "native", "embedded"], "docker", "docker is here"],
    [["native", "embedded"], "native", "native is here; not docker: no docker"],
    [["embedded"], "embedded", "embedded is here; not docker: no docker; not native: no native"],
  ];
  for (const [able, taken, reason] of cases) {
    await t.step(taken, async () => {
      const choice = await chooseBackend("auto", { backends: backendsWith(able) });
      assert.equal(choice.backend.name, taken);
      assert.equal(choice.reason, reason);
    });
  }
});

Deno.test("chooseBackend says why none can run", async () => {
  await assert.rejects(
    chooseBackend("auto", { backends: backendsWith([]) }),
    /no backend can run here, not docker: no docker; not native: no native; not embedded/,
  );
});

Deno.test("chooseBackend does not go on to another when the one asked for cannot run", async () => {
  const asked: BackendName[] = [];
  await assert.rejects(
    chooseBackend("docker", { backends: backendsWith(["native"], asked) }),
    (error) => error instanceof StackError && /Cannot use .*docker.*no docker/.test(error.message),
  );
  assert.deepEqual(asked, ["docker"]);
});

Deno.test("chooseBackend keeps the one that runs, without asking any", async () => {
  const asked: BackendName[] = [];
  const backends = backendsWith(["docker", "native", "embedded"], asked);
  for (const requested of ["auto", "embedded"] as const) {
    const choice = await chooseBackend(requested, { backends, running: "embedded" });
    assert.equal(choice.backend.name, "embedded");
  }
  assert.deepEqual(asked, []);
  await assert.rejects(
    chooseBackend("native", { backends, running: "embedded" }),
    /"embedded" runs already, stop it with "deno task down"/,
  );
});

Deno.test("chooseBackend prefers the backend of a stack that was interrupted", async () => {
  const backends = backendsWith(["docker", "native", "embedded"]);
  const kept = await chooseBackend("auto", { backends, last: "native" });
  assert.equal(kept.backend.name, "native");
  const gone = await chooseBackend("auto", {
    backends: backendsWith(["embedded"]),
    last: "docker",
  });
  assert.equal(gone.backend.name, "embedded");
});

Deno.test("parseBackendRequest names the known ones for one it does not know", () => {
  assert.equal(parseBackendRequest("embedded"), "embedded");
  assert.throws(
    () => parseBackendRequest("podman"),
    (error) =>
      error instanceof ConfigError &&
      /"podman": unknown, use one of auto, docker/.test(error.message),
  );
});
