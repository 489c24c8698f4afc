import assert from "node:assert/strict";
import type { ServerInfo } from "../../../../src/timescale/mod.ts";
import {
  findTraps,
  NEWEST_TESTED,
  postgresMajorsOf,
  supportProblem,
  TESTED_VERSIONS,
  testedState,
} from "../../../../src/operate/versions/mod.ts";

function server(timescaledb: string | null, more: Partial<ServerInfo> = {}): ServerInfo {
  return {
    postgres: "17.6",
    postgresMajor: 17,
    timescaledb,
    schema: "public",
    edition: timescaledb === null ? "none" : "community",
    available: timescaledb,
    restoring: false,
    ...more,
  };
}

Deno.test("testedState tells a newer version from one tested, and refuses neither", () => {
  const states: readonly [ServerInfo, RegExp][] = [
    [server("2.29.2"), /^tested as it is$/],
    [server("2.19.3"), /another edition/],
    [server("2.30.0"), /^newer than tested \(2\.29\.2\)/],
    [server("2.31.1"), /^newer than tested/],
    [server("3.0.0"), /^newer than tested/],
    [server("2.24.0"), /^between/],
    [server("2.17.2"), /^older than tested \(2\.18\.2\)/],
    [server(null), /^without/],
  ];
  for (const [one, expected] of states) {
    assert.match(testedState(one), expected, `${one.timescaledb}`);
  }
  assert.equal(TESTED_VERSIONS.at(-1)?.timescaledb, NEWEST_TESTED);
});

Deno.test("supportProblem knows which PostgreSQL was dropped when", () => {
  assert.match(supportProblem("2.29.0", 15) ?? "", /runs on PostgreSQL 16, 17, 18, not on 15/);
  assert.equal(supportProblem("2.28.3", 15), undefined);
  assert.match(supportProblem("2.20.0", 14) ?? "", /not on 14/);
  assert.match(supportProblem("2.22.0", 18) ?? "", /not on 18/);
  // Nothing is known of versions after the newest tested one.
  assert.equal(supportProblem("2.31.0", 19), undefined);
  assert.equal(postgresMajorsOf("2.31.0"), undefined);
});

Deno.test("findTraps finds what is known of a server, the serious first", () => {
  const codes = (one: ServerInfo) => findTraps(one).map(({ code }) => code);
  assert.deepEqual(codes(server("2.29.2")), []);
  assert.deepEqual(codes(server("2.31.0")), []);
  assert.deepEqual(codes(server("2.18.0", { available: "2.29.2" })), [
    "rows-lost",
    "extension-older-than-library",
  ]);
  assert.deepEqual(codes(server("2.29.2", { restoring: true })), ["restoring-mode"]);
  assert.deepEqual(codes(server("2.19.3", { edition: "apache" })), ["apache-edition"]);
  assert.deepEqual(codes(server(null, { available: "2.29.2" })), ["extension-not-created"]);
  assert.deepEqual(codes(server(null)), ["no-timescaledb"]);
  const minors: readonly [string, number, string, boolean][] = [
    ["15.20", 15, "2.18.2", true],
    ["15.18", 15, "2.18.2", false],
    ["17.12", 17, "2.29.2", true],
    ["17.11", 17, "2.29.2", false],
    ["17.13", 17, "2.30.0", false],
  ];
  for (const [postgres, postgresMajor, version, expected] of minors) {
    const found = codes(server(version, { postgres, postgresMajor }));
    assert.equal(found.includes("jobs-false-alarm"), expected, `${postgres} ${version}`);
  }
});
