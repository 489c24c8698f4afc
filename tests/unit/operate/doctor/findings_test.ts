import assert from "node:assert/strict";
import { surveySettings } from "../../../../src/base/settings/mod.ts";
import { backendFindings } from "../../../../src/operate/doctor/backend_findings.ts";
import { editionFindings } from "../../../../src/operate/doctor/edition_findings.ts";
import { diagnose } from "../../../../src/operate/doctor/diagnose.ts";
import type { DoctorFacts, MachineFacts, PortFact } from "../../../../src/operate/doctor/facts.ts";
import { machineFindings } from "../../../../src/operate/doctor/machine_findings.ts";
import { portFindings } from "../../../../src/operate/doctor/port_findings.ts";
import { diagnosisLines } from "../../../../src/operate/doctor/report_lines.ts";
import {
  clockFinding,
  imageFindings,
  serverFindings,
} from "../../../../src/operate/doctor/server_findings.ts";

const port: PortFact = {
  service: "redis",
  port: 6379,
  variable: "REDIS_PORT",
  explicit: false,
  host: "127.0.0.1",
  local: true,
  free: false,
  holder: { pid: 77, name: "redis-server" },
};

Deno.test("portFindings says of a taken port what it means for the backend", () => {
  const cases: readonly [Partial<PortFact>, "docker" | "native", string, RegExp][] = [
    [{ free: true, holder: undefined }, "native", "pass", /6379 is free/],
    [{}, "native", "warn", /held by redis-server \(process 77\): up takes the next free one/],
    [{ explicit: true }, "native", "fail", /up cannot start redis/],
    [{}, "docker", "fail", /up cannot start redis/],
    [{ service: "kafka" }, "docker", "warn", /--profile=full would refuse/],
    [{ service: "mongodb" }, "native", "info", /native does not have this service/],
    [{ holder: undefined }, "native", "warn", /held by another process/],
    [{ local: false, host: "db.example" }, "native", "info", /db\.example:6379, another machine/],
  ];
  for (const [change, backend, status, expected] of cases) {
    const [finding] = portFindings([{ ...port, ...change }], { backend, services: [] });
    assert.equal(finding?.status, status, JSON.stringify(change));
    assert.match(finding?.detail ?? "", expected);
  }
});

Deno.test("portFindings knows the running stack's own ports", () => {
  const services = [{ service: "redis", state: "running", port: 6379 }] as const;
  const [own] = portFindings([port], { backend: "native", services });
  assert.match(own?.detail ?? "", /held by this stack/);
  const elsewhere = [{ service: "redis", state: "running", port: 6380 }] as const;
  const [taken, moved] = portFindings([port], { backend: "native", services: elsewhere });
  assert.equal(taken?.status, "info");
  assert.match(moved?.detail ?? "", /6380 is where this stack's redis runs/);
});

Deno.test("backendFindings says of each backend whether up takes it, and why not", () => {
  const found = [
    { name: "docker", available: false, reason: "there is no docker command" },
    { name: "native", available: true, reason: "from the mirror" },
    { name: "embedded", available: true, reason: "PGlite" },
  ] as const;
  const choice = { name: "native", reason: "from the mirror; not docker: none" } as const;
  const lines = backendFindings({ found, choice, refusal: undefined, edition: undefined });
  assert.deepEqual(lines.map(({ status, detail }) => `${status}: ${detail}`), [
    "skip: there is no docker command",
    "pass: taken by up: from the mirror",
    "info: can run, only with --backend=embedded: PGlite",
  ]);
  const none = backendFindings({
    found: [],
    choice: undefined,
    refusal: "nothing can",
    edition: undefined,
  });
  assert.equal(none.at(-1)?.status, "fail");
  assert.equal(none.at(-1)?.detail, "nothing can");
});

Deno.test("editionFindings says where the Community edition comes from, or how to get it", () => {
  const of = (unpacked: string | undefined, source: string | undefined) => {
    const [finding] = editionFindings({ unpacked, source });
    return `${finding?.status}: ${finding?.detail} → ${finding?.remedy}`;
  };
  const uri = "https://packagecloud.io/timescale/timescaledb/debian";
  assert.match(of(undefined, undefined), /^info: Debian's Apache.*packagecloud\.io.*gpgkey|tee/);
  assert.match(of(undefined, uri), /^pass: the Community edition, from https:\/\/packagecloud/);
  assert.match(of("2.19.3 Apache edition", uri), /^info:.*has the Community.*rm -r .*upgrade/);
  assert.match(of("2.19.3 Apache edition", undefined), /add Timescale's source/);
  assert.match(of("2.29.2 Community edition", undefined), /^pass: 2\.29\.2 Community/);
});

const machine: MachineFacts = {
  system: "Debian",
  kernel: undefined,
  uid: 1000,
  writable: true,
  disks: [{ path: "the project folder", free: 5e10, total: 1e11 }],
  shm: { path: "/dev/shm", free: 6.4e7, total: 6.4e7 },
  memory: { total: 8e9, available: 4e9 },
  openFiles: 1_048_576,
  mapCount: 65_530,
  userNamespaces: false,
  timeZone: "Europe/Berlin",
  now: "2026-11-30T12:00:00.000Z",
};

Deno.test("machineFindings warns of what is short, and fails where up could not work", () => {
  const worst = (change: Partial<MachineFacts>, backend?: "docker") =>
    machineFindings({ ...machine, ...change }, backend).filter(({ status }) => {
      return status === "warn" || status === "fail";
    }).map(({ status, subject }) => `${status} ${subject}`);
  assert.deepEqual(worst({}), []);
  const disk = (free: number) => ({ disks: [{ path: "x", free, total: 1e11 }] });
  assert.deepEqual(worst(disk(1e9)), ["warn disk of x"]);
  assert.deepEqual(worst(disk(1e8)), ["fail disk of x"]);
  assert.deepEqual(worst({ writable: false }), ["fail project folder"]);
  assert.deepEqual(worst({ memory: { total: 8e9, available: 1e8 } }), ["warn memory"]);
  assert.deepEqual(worst({ openFiles: 256 }), ["warn open files"]);
  assert.deepEqual(worst({ openFiles: Infinity, memory: undefined, shm: undefined }), []);
  const subjects = (backend?: "docker") =>
    machineFindings(machine, backend).map(({ subject }) => subject);
  assert.ok(subjects("docker").includes("vm.max_map_count"));
  assert.ok(!subjects().includes("vm.max_map_count"));
});

Deno.test("serverFindings names versions, traps and a clock that is off", () => {
  const info = {
    postgres: "17.6",
    postgresMajor: 17,
    timescaledb: "2.31.0",
    schema: "public",
    edition: "community",
    available: "2.31.0",
    restoring: false,
  } as const;
  const none = {
    address: "127.0.0.1:5432",
    info: undefined,
    lostLibrary: undefined,
    problem: undefined,
    clockDifferenceMs: undefined,
  };
  const clockDifferenceMs = -90_000;
  const [head, clock] = serverFindings({ ...none, info, clockDifferenceMs });
  assert.match(head?.detail ?? "", /2\.31\.0 Community, newer than tested \(2\.29\.2\)/);
  assert.equal(clock?.status, "warn");
  assert.match(clock?.detail ?? "", /^90 s behind this machine's/);
  assert.equal(clockFinding("x", 1_500).status, "pass");
  const silent = serverFindings({ ...none, problem: "refused" });
  assert.deepEqual(silent.map(({ status }) => status), ["skip"]);
  const problem = 'the server refused the log-in of user "strata", correct POSTGRES_PASSWORD';
  const [refused] = serverFindings({ ...none, problem });
  assert.deepEqual([refused?.status, refused?.remedy], ["warn", undefined]);
  const [lost] = serverFindings({ ...none, lostLibrary: "2.28.3" });
  assert.match(`${lost?.detail} ${lost?.remedy}`, /2\.28\.3, whose library.*deno task upgrade/);
});

Deno.test("imageFindings reads the traps off the tag of an image", () => {
  const details = (timescaledb: string) => {
    const images = { timescaledb, redis: "", mongodb: "", minio: "", kafka: "" };
    return imageFindings(images).map(({ detail }) => detail).join();
  };
  assert.match(details("timescale/timescaledb:2.18.0-pg17"), /loses rows/);
  assert.match(details("timescale/timescaledb:2.29.2-pg15"), /not on 15/);
  assert.equal(details("timescale/timescaledb:2.29.2-pg17"), "");
  assert.equal(details("timescale/timescaledb:2.31.0-pg18"), "");
  assert.equal(details("registry.example/own:latest"), "");
});

Deno.test("diagnose goes on where no probe could be made, and says so of each", () => {
  const failed = { ok: false, problem: "not allowed here" } as const;
  const facts: DoctorFacts = {
    settings: surveySettings({ env: { REDIS_PORT: "none" }, envFile: false }),
    ...{ backends: failed, stack: failed, tools: failed, ports: failed },
    ...{ machine: failed, server: failed, network: failed },
  };
  const diagnosis = diagnose(facts);
  assert.equal(diagnosis.ok, false);
  assert.equal(diagnosis.backend, null);
  assert.deepEqual(diagnosis.problems.map(({ subject }) => subject), ["settings"]);
  const lines = (all: boolean) =>
    diagnosisLines(diagnosis, { all, heading: (title) => title, statusWord: (kind) => kind });
  const text = lines(false).join("\n");
  assert.equal(text.match(/cannot be found out: not allowed here/g)?.length, 7);
  assert.match(text, /REDIS_PORT is "none" \(environment\), want a port/);
  assert.match(text, /\d+ more have their defaults/);
  assert.ok(lines(true).some((line) => line.includes("DB_POOL_SIZE")));
});
