import assert from "node:assert/strict";
import { type Refusal, Turnstile } from "../../../../src/base/resilience/mod.ts";

const wait = { timeoutMs: 1_000 };

function turnstile(slots: number, maxWaiting = 10): Turnstile {
  return new Turnstile({
    slots,
    maxWaiting,
    refuse: (why: Refusal) => new Error(`refused: ${why}`),
  });
}

Deno.test("Turnstile lets as many in as it has slots", async () => {
  const gate = turnstile(2);
  await gate.enter(wait);
  await gate.enter(wait);
  assert.equal(gate.inside, 2);
  const third = gate.enter(wait);
  assert.equal(gate.waiting, 1);
  gate.leave();
  await third;
  assert.equal(gate.inside, 2);
  assert.equal(gate.waiting, 0);
});

Deno.test("Turnstile admits waiters in the order they came", async () => {
  const gate = turnstile(1);
  await gate.enter(wait);
  const order: number[] = [];
  const waiters = [1, 2, 3].map(async (n) => {
    await gate.enter(wait);
    order.push(n);
    gate.leave();
  });
  gate.leave();
  await Promise.all(waiters);
  assert.deepEqual(order, [1, 2, 3]);
  assert.equal(gate.inside, 0);
});

Deno.test("Turnstile refuses at once where the line is full", async () => {
  const gate = turnstile(1, 1);
  await gate.enter(wait);
  const second = gate.enter(wait);
  await assert.rejects(gate.enter(wait), /refused: full/);
  gate.leave();
  await second;
});

Deno.test("Turnstile ends a wait after its limit, and the slot goes to the next", async () => {
  const gate = turnstile(1);
  await gate.enter(wait);
  const impatient = gate.enter({ timeoutMs: 10 });
  const patient = gate.enter(wait);
  await assert.rejects(impatient, /refused: timeout/);
  gate.leave();
  await patient;
  assert.equal(gate.inside, 1);
});

Deno.test("Turnstile ends a wait with the signal's reason", async () => {
  const gate = turnstile(1);
  await gate.enter(wait);
  const controller = new AbortController();
  const waiting = gate.enter({ ...wait, signal: controller.signal });
  controller.abort(new Error("not wanted"));
  await assert.rejects(waiting, /not wanted/);
  assert.equal(gate.waiting, 0);
});

Deno.test("Turnstile refuses waiters and newcomers once it is closed, and tells when it is empty", async () => {
  const gate = turnstile(1);
  await gate.enter(wait);
  const waiting = gate.enter(wait);
  gate.close();
  await assert.rejects(waiting, /refused: closed/);
  await assert.rejects(gate.enter(wait), /refused: closed/);
  const empty = gate.empty();
  gate.leave();
  await empty;
});
