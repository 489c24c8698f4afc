import assert from "node:assert/strict";
import { format, inspect } from "node:util";
import { Secret } from "../../../../src/base/settings/mod.ts";

const ways: readonly [name: string, print: (secret: Secret) => string][] = [
  ["String", (secret) => String(secret)],
  ["a template", (secret) => `${secret}`],
  ["concatenation", (secret) => "" + secret],
  ["JSON.stringify", (secret) => JSON.stringify({ secret })],
  ["Deno.inspect", (secret) => Deno.inspect({ secret }, { depth: 9, showHidden: true })],
  ["node:util inspect", (secret) => inspect({ secret }, { depth: 9, showHidden: true })],
  ["node:util format", (secret) => format("%s %o %j", secret, secret, secret)],
  ["its own keys", (secret) => JSON.stringify(Object.entries(secret))],
  ["structuredClone", (secret) => Deno.inspect(structuredClone({ secret }))],
  ["an array", (secret) => [secret].join()],
];

for (const [name, print] of ways) {
  Deno.test(`Secret does not show its text to ${name}`, () => {
    assert.doesNotMatch(print(new Secret("hunter2")), /hunter2/);
  });
}

Deno.test("Secret shows its display form in every way of printing", () => {
  const secret = new Secret("postgres://u:hunter2@h/d", "postgres://u:***@h/d");
  assert.equal(`${secret}`, "postgres://u:***@h/d");
  assert.equal(JSON.stringify(secret), '"postgres://u:***@h/d"');
  assert.equal(Deno.inspect(secret), "postgres://u:***@h/d");
  assert.equal(inspect(secret), "postgres://u:***@h/d");
});

Deno.test("Secret reveals its text when asked, and is frozen", () => {
  const secret = new Secret("hunter2");
  assert.equal(secret.reveal(), "hunter2");
  assert.equal(secret.isEmpty(), false);
  assert.equal(new Secret("").isEmpty(), true);
  assert.throws(() => Object.assign(secret, { reveal: () => "other" }), TypeError);
});
