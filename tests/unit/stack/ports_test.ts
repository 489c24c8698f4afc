import assert from "node:assert/strict";
import { ConfigError } from "../../../src/base/errors.ts";
import { loadSettings } from "../../../src/base/settings/mod.ts";
import type { ProgressEvent } from "../../../src/stack/mod.ts";
import { portChooser } from "../../../src/stack/port_chooser.ts";
import { choosePort, isAnswering, isPortFree } from "../../../src/stack/ports.ts";

/** Listens on a port whose successor is free too. */
function occupy(): Deno.TcpListener {
  for (;;) {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    if (isPortFree(listener.addr.port + 1)) return listener;
    listener.close();
  }
}

const request = { service: "redis", variable: "REDIS_PORT", report: () => {} } as const;

Deno.test("isPortFree and isAnswering tell a port that is taken from one that is not", async () => {
  let port: number;
  {
    using listener = occupy();
    port = listener.addr.port;
    assert.equal(isPortFree(port), false);
    assert.equal(await isAnswering(port), true);
  }
  assert.equal(isPortFree(port), true);
  assert.equal(await isAnswering(port), false);
});

Deno.test("isPortFree sees a listener on every address", () => {
  using listener = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  assert.equal(isPortFree(listener.addr.port), false);
});

Deno.test("choosePort takes the next free port and says so when nobody set the wanted one", () => {
  using listener = occupy();
  const wanted = listener.addr.port;
  const events: ProgressEvent[] = [];
  const report = (event: ProgressEvent) => events.push(event);
  assert.equal(choosePort({ ...request, wanted, explicit: false, report }), wanted + 1);
  assert.deepEqual(events, [{
    kind: "note",
    service: "redis",
    message: `port ${wanted} is in use: redis takes ${wanted + 1} (set REDIS_PORT to choose)`,
  }]);
});

Deno.test("choosePort leaves out what the same start has given away", () => {
  using listener = occupy();
  const wanted = listener.addr.port + 1;
  assert.notEqual(
    choosePort({ ...request, wanted, explicit: false, reserved: [wanted] }),
    wanted,
  );
});

Deno.test("choosePort names the variable when the user set a port that is taken", () => {
  using listener = occupy();
  const wanted = listener.addr.port;
  assert.throws(
    () => choosePort({ ...request, wanted, explicit: true }),
    (error) =>
      error instanceof ConfigError && error.message.includes(`port ${wanted} is in use`) &&
      error.message.includes("set REDIS_PORT"),
  );
});

Deno.test("portChooser keeps the port of a server that runs unless the user set another", () => {
  const choose = (env: Record<string, string>, keep: number) =>
    portChooser(loadSettings({ env, envFile: false }), () => {})("timescaledb", keep);
  assert.equal(choose({}, 5_433), 5_433);
  assert.equal(choose({ POSTGRES_PORT: "5433" }, 5_433), 5_433);
  using listener = occupy();
  const free = listener.addr.port + 1;
  assert.equal(choose({ POSTGRES_PORT: String(free) }, 5_433), free);
});

Deno.test("portChooser names DATABASE_URL when the port comes from there", () => {
  using listener = occupy();
  const { port } = listener.addr;
  const env = { DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c` };
  const choose = portChooser(loadSettings({ env, envFile: false }), () => {});
  assert.throws(() => choose("timescaledb", undefined), /set DATABASE_URL to another port/);
});

Deno.test("portChooser moves a port that belongs to another machine's server", () => {
  using listener = occupy();
  const { port } = listener.addr;
  const env = { POSTGRES_HOST: "db.example.com", POSTGRES_PORT: String(port) };
  const choose = portChooser(loadSettings({ env, envFile: false }), () => {});
  assert.equal(choose("timescaledb", undefined), port + 1);
});
