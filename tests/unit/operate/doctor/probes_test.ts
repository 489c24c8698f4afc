import assert from "node:assert/strict";
import { aptProxy, endpointsOf, registryOf } from "../../../../src/operate/doctor/endpoints.ts";
import { readMachine } from "../../../../src/operate/doctor/probe_machine.ts";
import { askEndpoint, explainFetch } from "../../../../src/operate/doctor/probe_network.ts";
import { findHolders } from "../../../../src/operate/doctor/probe_ports.ts";
import { readParts, splitParts } from "../../../../src/operate/doctor/probe_shell.ts";
import { versionIn } from "../../../../src/operate/doctor/probe_tools.ts";

const own = { now: "2026-11-30T12:00:00Z", timeZone: "UTC", os: "linux" };

Deno.test("readParts gives each command's output, and nothing of one that fails", async () => {
  const parts = await readParts('part a echo one\npart b false\npart c printf "x\\ny\\n"', []);
  assert.deepEqual([...parts], [["a", "one"], ["b", ""], ["c", "x\ny"]]);
});

Deno.test("readMachine reads what a Linux tells", () => {
  const df = (free: number) =>
    "Filesystem 1024-blocks Used Available Capacity Mounted on\n" +
    `/dev/vda 1000000 600000 ${free} 65% /a folder\n`;
  const facts = readMachine(
    splitParts(
      `@uid\n1000\n@writable\nyes\n@project\n${df(300_000)}@data\n${df(300_000)}@docker\n` +
        `${df(5)}@shm\n${df(7)}@memory\nMemTotal:  100 kB\nMemAvailable:   40 kB\n` +
        '@files\n1024\n@mapCount\n65530\n@namespaces\n100\n@clone\n0\n@system\n"Debian 13"\n',
    ),
    own,
  );
  assert.deepEqual(facts.disks, [
    { path: "the project folder", total: 1_024_000_000, free: 307_200_000 },
    { path: "Docker's data folder", total: 1_024_000_000, free: 5_120 },
  ]);
  assert.deepEqual(facts.memory, { total: 102_400, available: 40_960 });
  assert.equal(facts.openFiles, 1_024);
  assert.equal(facts.userNamespaces, false);
  assert.equal(facts.system, "Debian 13");
  assert.equal(facts.writable, true);
});

Deno.test("readMachine leaves out what a system without /proc does not tell", () => {
  const facts = readMachine(splitParts("@uid\n501\n@files\nunlimited\n@memory\n"), own);
  assert.equal(facts.memory, undefined);
  assert.equal(facts.userNamespaces, undefined);
  assert.equal(facts.openFiles, Infinity);
  assert.deepEqual(facts.disks, []);
});

Deno.test("findHolders joins listening sockets with their processes", () => {
  const holders = findHolders(
    new Map([
      [
        "tcp",
        "  sl  local_address rem_address   st\n" +
        "   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   100  0 4711 1\n" +
        "   1: 0100007F:18EB 0100007F:9999 01 00000000:00000000 00:00000000 00000000   100  0 4712 1\n" +
        "   0: 00000000000000000000000000000000:18EC 0:0000 0A 0:0 00:0 0   100  0 4713 1",
      ],
      [
        "sockets",
        "/proc/12/fd:\nlrwx------ 1 a a 64 Nov 30 12:00 5 -> socket:[4711]\n/proc/9/fd:\n" +
        "lrwx------ 1 a a 64 Nov 30 12:00 5 -> socket:[4711]\n" +
        "lrwx------ 1 a a 64 Nov 30 12:00 6 -> socket:[4712]",
      ],
      ["names", "/proc/9/comm:postgres\n/proc/12/comm:child"],
    ]),
  );
  assert.deepEqual([...holders], [[5432, { pid: 9, name: "postgres" }]]);
});

Deno.test("versionIn finds the version in what a tool says", () => {
  const cases: readonly [string, string][] = [
    ["Docker version 28.2.2, build e6534b4", "28.2.2"],
    ["v2.26.1-4\n", "2.26.1-4"],
    ["psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "15.18"],
    ["Redis server v=7.0.15 sha=00000000:0", "7.0.15"],
    ["nothing", "found, it does not say its version"],
  ];
  for (const [output, version] of cases) assert.equal(versionIn(output), version);
});

Deno.test("registryOf knows the host of an image's registry", () => {
  assert.equal(registryOf("redis:8.8.2-alpine"), "registry-1.docker.io");
  assert.equal(registryOf("timescale/timescaledb:2.29.2-pg17"), "registry-1.docker.io");
  assert.equal(registryOf("docker.io/library/redis"), "registry-1.docker.io");
  assert.equal(registryOf("quay.io/minio/minio:x"), "quay.io");
  assert.equal(registryOf("localhost:5000/x"), "localhost:5000");
});

Deno.test("endpointsOf lists each registry once, the mirror and npm", () => {
  const images = {
    timescaledb: "a/b",
    redis: "redis",
    mongodb: "mongo",
    minio: "quay.io/minio/minio",
    kafka: "apache/kafka",
  };
  const sources = { images, aptConfig: "", npmRegistry: undefined };
  const urls = (mirror?: string) => endpointsOf({ ...sources, mirror }).map(({ url }) => url);
  assert.deepEqual(urls("http://deb.example/debian/"), [
    "https://registry-1.docker.io/v2/",
    "https://quay.io/v2/",
    "http://deb.example/debian/dists/trixie/InRelease",
    "https://registry.npmjs.org/",
  ]);
  assert.equal(urls("mirror+file:/etc/apt/mirrors").length, 3);
  assert.equal(urls().length, 3);
});

Deno.test("aptProxy reads apt's proxy for a host, for all, and none", () => {
  const config = 'Acquire::http::Proxy "http://proxy:3128/";\n' +
    'Acquire::http::Proxy::near.example "DIRECT";\n';
  assert.equal(aptProxy(config, "http://deb.example/debian"), "http://proxy:3128/");
  assert.equal(aptProxy(config, "http://near.example/debian"), undefined);
  assert.equal(aptProxy(config, "https://deb.example/debian"), undefined);
});

Deno.test("askEndpoint tells any answer from none, in time and without the address's password", async () => {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    return new Response(null, { status: 401, headers: { date: "Mon, 30 Nov 2026 12:00:00 GMT" } });
  });
  using silent = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const ask = (port: number) =>
    askEndpoint({ what: "x", url: `http://me:canary@127.0.0.1:${port}/v2/`, use: "u" }, 300);
  const answered = await ask(server.addr.port);
  assert.equal(answered.reached, true);
  assert.match(answered.detail, /^answers \(401\)/);
  assert.notEqual(answered.clockDifferenceMs, undefined);
  await server.shutdown();
  const mute = await ask(silent.addr.port);
  assert.equal(mute.detail, "gives no answer within 0.3 s");
  const refused = await ask(server.addr.port);
  assert.equal(refused.detail, "refuses the connection");
  assert.doesNotMatch(JSON.stringify([answered, mute, refused]), /canary/);
});

Deno.test("askEndpoint goes through the proxy that apt would use", async () => {
  const seen: string[] = [];
  const proxy = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    seen.push(request.url);
    return new Response("");
  });
  const answer = await askEndpoint({
    what: "Debian mirror",
    url: "http://mirror.invalid/debian/dists/trixie/InRelease",
    use: "u",
    proxy: `http://127.0.0.1:${proxy.addr.port}`,
  }, 2_000);
  await proxy.shutdown();
  assert.equal(answer.reached, true, answer.detail);
  assert.deepEqual(seen, ["http://mirror.invalid/debian/dists/trixie/InRelease"]);
});

Deno.test("explainFetch words the usual failures", () => {
  const of = (message: string) =>
    explainFetch(new TypeError("x", { cause: new Error(message) }), 1);
  assert.match(of("dns error: failed to lookup address information"), /not known by name/);
  assert.match(of("invalid peer certificate: UnknownIssuer"), /DENO_TLS_CA_STORE=system/);
  assert.match(of("something else"), /^cannot be reached$/);
});
