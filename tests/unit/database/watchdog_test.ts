import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Watchdog } from "../../../src/database/_watchdog.ts";

Deno.test("Watchdog tells of a statement that is not answered in time", async () => {
  let late = 0;
  const watchdog = new Watchdog(100, () => late++);
  watchdog.begin();
  await sleep(50);
  assert.equal(late, 0);
  // The watchdog's timer does not keep the program alive, so this loop sleeps.
  for (let i = 0; i < 100 && late === 0; i++) await sleep(20);
  assert.equal(late, 1);
  watchdog.stop();
});

Deno.test("Watchdog gives each statement its own limit, though one timer serves all", async () => {
  let late = 0;
  const watchdog = new Watchdog(500, () => late++);
  for (let i = 0; i < 4; i++) {
    watchdog.begin();
    await sleep(200);
    watchdog.end();
  }
  // Two were sent at once: the turn of the second starts when the first is answered.
  watchdog.begin();
  watchdog.begin();
  await sleep(300);
  watchdog.end();
  await sleep(300);
  assert.equal(late, 0);
  watchdog.end();
  await sleep(600);
  assert.equal(late, 0);
  watchdog.stop();
});

Deno.test("Watchdog starts no timer without a limit, nor once its connection has ended", () => {
  const unlimited = new Watchdog(Infinity, () => assert.fail());
  unlimited.begin();
  const ended = new Watchdog(10, () => assert.fail());
  ended.stop();
  // A leftover timer is a leak, which fails the test.
  ended.begin();
});
