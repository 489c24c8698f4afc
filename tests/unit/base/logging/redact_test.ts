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
  ['{"password":"hunter 2","user":"u"}', '{"password":"***","user":"u"}'],
  ['{ secretAccessKey: "hunter2" }', '{ secretAccessKey: "***" }'],
  [String.raw`"{\"password\":\"x y\"}"`, String.raw`"{\"password\":\"***\"}"`],
  ["alter role u password 'hun''ter2'", "alter role u password '***'"],
  [
    'command: { name: "auth", args: [ "u", "hunter2" ] }',
    'command: { name: "auth", args: ["***"] }',
  ],
  ["to=postgres%3A%2F%2Fu%3Ahunter2%40h%2Fd", "to=postgres%3A%2F%2Fu%3A***%40h%2Fd"],
  ["authorization: Basic dTpodW50ZXIy", "authorization: Basic ***"],
  ["basic information", "basic information"],
  ["MINIO_SECRET_KEY: want at least 8 characters", "MINIO_SECRET_KEY: want at least 8 characters"],
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

const user = { shown: ["strata", "db.trading.example"] };
const places: readonly [text: string, shown: string][] = [
  ['database "strata", user "strata"', 'database "strata", user "strata"'],
  ['create schema "strata"', 'create schema "strata"'],
  ["npm:strata@1.0 of strata@db", "npm:***@1.0 of strata@db"],
  ["strata:strata@h:5432", "strata:***@h:5432"],
  ["postgres://strata:strata", "postgres://strata:***"],
  ["postgres://strata:strata@h/strata", "postgres://strata:***@h/strata"],
  ["postgres%3a%2f%2fstrata%3astrata%40h", "postgres%3a%2f%2fstrata%3a***%40h"],
  ["POSTGRES_PASSWORD: strata", "POSTGRES_PASSWORD: ***"],
  ["password is strata", "password is ***"],
  ['the password "strata" of user "strata"', 'the password "***" of user "strata"'],
  ["AUTH strata", "AUTH ***"],
  ["'AUTH', 'default', 'strata'", "'AUTH', 'default', '***'"],
  ["requirepass strata", "requirepass ***"],
  ["password=strata dbname=strata", "password=*** dbname=strata"],
  [
    'password authentication failed for user "strata"',
    'password authentication failed for user "strata"',
  ],
];

for (const [text, shown] of places) {
  Deno.test(`redact of a password that is also a user's name shows ${shown}`, () => {
    assert.equal(redact(text, ["strata"], user), shown);
  });
}

Deno.test("redact hides a short password where passwords stand", () => {
  assert.equal(redact("ab: password=ab, x:ab@h, password 'ab'", ["ab"]).match(/ab/g)?.length, 1);
});

Deno.test("redact takes a password of letters as a whole word", () => {
  assert.equal(redact('"monkey", monkeys, %3Amonkey%40', ["monkey"]), '"***", monkeys, %3A***%40');
  assert.equal(redact(String.raw`line\nmonkey`, ["monkey"]), String.raw`line\n***`);
});

Deno.test("redact hides a long password wherever it shows, however it is written", () => {
  const hide = createRedactor(["Tr4d'er&Co"], user);
  for (const text of ["xTr4d'er&Coy", "Tr4d''er&Co", "Tr4d%27er%26Co", "Tr4d%2527er%2526Co"]) {
    assert.match(hide(text), /^x?\*\*\*y?$/);
  }
});

Deno.test("createRedactor hides every occurrence, again and again", () => {
  const hide = createRedactor(["hunter2"]);
  assert.equal(hide("hunter2 hunter2"), "*** ***");
  assert.equal(hide("hunter2"), "***");
});
