import assert from "node:assert/strict";
import { spawnLines } from "../../../../src/stack/docker/lines.ts";
import { shortenPrefix } from "../../../../src/stack/docker/logs.ts";

const shell = (script: string, options = {}) => spawnLines(["/bin/sh", "-c", script], options);

Deno.test("spawnLines merges both streams, without escapes and with the last open line", async () => {
  const script = "printf '\\033[2Kone\\r\\n'; sleep 0.1; echo two >&2; sleep 0.1; printf three";
  const { lines, code } = shell(script);
  assert.deepEqual(await Array.fromAsync(lines), ["one", "two", "three"]);
  assert.equal(await code, 0);
});

Deno.test("spawnLines gives the exit code and passes variables on", async () => {
  const { lines, code } = shell('echo "$STRATA_X"; exit 7', { env: { STRATA_X: "a $b" } });
  assert.deepEqual(await Array.fromAsync(lines), ["a $b"]);
  assert.equal(await code, 7);
});

Deno.test("spawnLines ends the command when its reader has had enough", async () => {
  const { lines, code } = shell("while :; do echo line; done");
  for await (const line of lines) {
    assert.equal(line, "line");
    break;
  }
  assert.notEqual(await code, 0);
});

Deno.test("spawnLines ends the command with the signal", async () => {
  const stop = new AbortController();
  const { lines, code } = shell("echo ready; exec sleep 60", { signal: stop.signal });
  for await (const line of lines) if (line === "ready") stop.abort();
  assert.notEqual(await code, 0);
});

Deno.test("spawnLines starts nothing when the signal came first", () => {
  assert.throws(
    () => shell("exit 0", { signal: AbortSignal.abort(new Error("enough")) }),
    /enough/,
  );
});

Deno.test("shortenPrefix takes the container's number away", () => {
  assert.equal(shortenPrefix("redis-1        | Ready"), "redis        | Ready");
  assert.equal(shortenPrefix("redis-1  | a-1 | b"), "redis  | a-1 | b");
  assert.equal(shortenPrefix("no prefix"), "no prefix");
});
