import assert from "node:assert/strict";
import { volumeProblem } from "../../../../src/stack/docker/volume_problem.ts";

const FATAL = "2026-11-30 12:00:00.000 UTC [1] FATAL:  database files are incompatible with server";
const detail = (volume: number, image: number) =>
  `2026-11-30 12:00:00.000 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL ` +
  `version ${volume}, which is not compatible with this version ${image}.6 (Debian 17.6-0+deb13u1).`;

Deno.test("volumeProblem names the way out of a volume of an older PostgreSQL", () => {
  const message = volumeProblem([FATAL, detail(16, 17)])?.message ?? "";
  assert.match(message, /^Cannot start "timescaledb": its volume is of PostgreSQL 16 .* has 17/);
  assert.match(message, /data is untouched: .*-pg16\), then deno task backup there/);
  assert.match(message, /down --volumes, up with the image of 17, deno task restore$/);
});

Deno.test("volumeProblem knows no way back to an older PostgreSQL", () => {
  const message = volumeProblem([FATAL, detail(18, 17)])?.message ?? "";
  assert.match(message, /-pg18\), then go on with it/);
  assert.doesNotMatch(message, /down --volumes/);
});

Deno.test("volumeProblem names the upgrade where the image lacks the database's library", () => {
  const output = "psql: error: connection failed: FATAL:  could not access file " +
    '"$libdir/timescaledb-2.28.3": No such file or directory';
  const message = volumeProblem([output])?.message ?? "";
  assert.match(message, /has TimescaleDB 2\.28\.3, .* deno task upgrade .* TIMESCALEDB_IMAGE/);
});

Deno.test("volumeProblem says nothing of other failures", () => {
  assert.equal(
    volumeProblem(["FATAL:  password authentication failed", "out of memory"]),
    undefined,
  );
  assert.equal(volumeProblem([]), undefined);
});
