import assert from "node:assert/strict";
import { createRedactor, redact } from "../../../../src/base/logging/mod.ts";
import { percentEncode, Secret } from "../../../../src/base/settings/mod.ts";

const texts: readonly [text: string, shown: string][] = [
  ["nothing to hide", "nothing to hide"],
  ["at postgres://u:hunter2@h/d.", "at postgres://u:***@h/d."],
  ['"redis://:hunter2@h:1/0" and more', '"redis://:***@h:1/0" and more'],
  [
    "a=postgres://u:hunter2@h/d,postgres://v:hunter3@i/d",
    "a=postgres://u:***@h/d,postgres://v:***@i/d",
  ],
  ["host=h password=hunter2 user=u", "host=h password=*** user=u"],
  ["PGPASSWORD='hunter 2' psql", "PGPASSWORD=*** psql"],
  ["GET /series?api_key=hunter2&id=GDP", "GET /series?api_key=***&id=GDP"],
  ["authorization: Bearer hunter2hunter2", "authorization: Bearer ***"],
  ['password authentication failed for user "u"', 'password authentication failed for user "u"'],
  ["REDIS_PASSWORD is not set", "REDIS_PASSWORD is not set"],
  ["see https://docs.example/a?b=c", "see https://docs.example/a?b=c"],
];

for (const [text, shown] of texts) {
  Deno.test(`redact shows ${shown} for ${text}`, () => assert.equal(redact(text), shown));
}

const secret = "p@ss/w%rd: \"é'#?&=";
const forms: readonly [name: string, form: string][] = [
  ["plain", secret],
  ["percent-encoded", percentEncode(secret)],
  ["percent-encoded by encodeURIComponent", encodeURIComponent(secret)],
  ["percent-encoded in lower case", percentEncode(secret).replace(/%../g, (c) => c.toLowerCase())],
  ["JSON", JSON.stringify(secret).slice(1, -1)],
  ["as a URL's parser leaves it", new URL("postgres://h").password || percentEncode(secret)],
];

for (const [name, form] of forms) {
  Deno.test(`redact hides a known secret in its ${name} form`, () => {
    assert.equal(redact(`<${form}>`, [new Secret(secret)]), "<***>");
  });
}

Deno.test("redact hides a secret that is known in its encoded form", () => {
  assert.equal(redact("got p@ss", ["p%40ss"]), "got ***");
});

Deno.test("redact hides the longer of two secrets whole", () => {
  assert.equal(redact("hunter2hunter2", ["hunter2", "hunter2hunter2"]), "***");
});

Deno.test("redact takes the signs of a secret literally", () => {
  assert.equal(redact("a.c abc", ["a.c"]), "*** abc");
});

Deno.test("redact passes over secrets too short to be told from other text", () => {
  assert.equal(redact("a tab", ["a", ""]), "a tab");
});

Deno.test("createRedactor hides every occurrence, again and again", () => {
  const hide = createRedactor(["hunter2"]);
  assert.equal(hide("hunter2 hunter2"), "*** ***");
  assert.equal(hide("hunter2"), "***");
});
