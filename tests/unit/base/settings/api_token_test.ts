import assert from "node:assert/strict";
import { ConfigError } from "../../../../src/base/errors.ts";
import { loadSettings, secretsOf } from "../../../../src/base/settings/mod.ts";

const load = (tokens: string) => loadSettings({ env: { API_TOKENS: tokens }, envFile: false });

Deno.test("loadSettings reads tokens of the read API, with an instant where one is set", () => {
  const settings = load(
    "desk:0123456789abcdef, past:fedcba98-76543210:asOf<=2024-01-01T00:00:00-05:00",
  );
  assert.deepEqual(
    settings.apiTokens.map(({ name, token, until }) => [name, token.reveal(), until]),
    [
      ["desk", "0123456789abcdef", undefined],
      ["past", "fedcba98-76543210", "2024-01-01T05:00:00.000Z"],
    ],
  );
  assert.doesNotMatch(Deno.inspect(settings, { depth: 9 }), /0123456789abcdef|76543210/);
  assert.ok(secretsOf(settings).secrets.includes("fedcba98-76543210"));
  assert.deepEqual(loadSettings({ env: {}, envFile: false }).apiTokens, []);
});

for (
  const tokens of [
    "0123456789abcdef",
    "desk:short",
    "desk:0123456789 abcdef",
    "desk:0123456789abcdef:asOf<=2024-01-01",
    "desk:0123456789abcdef:knownTo<=2024-01-01T00:00:00Z",
    "desk:0123456789abcdef, desk:fedcba9876543210",
  ]
) {
  Deno.test(`loadSettings refuses the tokens "${tokens}" without showing one`, () => {
    assert.throws(() => load(tokens), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /API_TOKENS/);
      assert.doesNotMatch(error.message, /0123456789abcdef|fedcba/);
      return true;
    });
  });
}
