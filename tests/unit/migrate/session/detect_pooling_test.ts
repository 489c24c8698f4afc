import assert from "node:assert/strict";
import { detectPooling, type Pooling } from "../../../../src/migrate/session/detect_pooling.ts";

const cases: readonly {
  readonly name: string;
  readonly login: number | null;
  /** The answers of the first connection; the last one is repeated. */
  readonly own: readonly number[];
  readonly other: number | null;
  readonly expected: Pooling;
}[] = [
  { name: "a server", login: 7, own: [7], other: 8, expected: "direct" },
  { name: "a server without a login backend", login: null, own: [7], other: 8, expected: "direct" },
  { name: "an idle pool", login: -5, own: [7], other: 7, expected: "transaction" },
  { name: "a busy pool", login: -5, own: [7, 7, 9], other: 8, expected: "transaction" },
  {
    name: "a pool that changes connections late",
    login: -5,
    own: [7, 7, 7, 7, 9],
    other: 8,
    expected: "transaction",
  },
  { name: "a session pool", login: -5, own: [7], other: 8, expected: "session" },
  { name: "a full pool", login: -5, own: [7], other: null, expected: "transaction" },
];

for (const { name, login, own, other, expected } of cases) {
  Deno.test(`detectPooling recognizes ${name}`, async () => {
    let asked = 0;
    const pooling = await detectPooling({
      loginPid: login,
      backendPid: () => Promise.resolve(own[Math.min(asked++, own.length - 1)] ?? 0),
      otherBackendPid: () => Promise.resolve(other),
    });
    assert.equal(pooling, expected);
  });
}
