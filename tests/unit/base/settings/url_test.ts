import assert from "node:assert/strict";
import {
  bracketHost,
  buildUrl,
  percentEncode,
  redactUrl,
} from "../../../../src/base/settings/mod.ts";

const urls: readonly [url: string, shown: string][] = [
  ["postgres://u:hunter2@h:5432/d", "postgres://u:***@h:5432/d"],
  ["postgres://u:p%40hunter2@h/d?sslmode=require", "postgres://u:***@h/d?sslmode=require"],
  ["redis://:hunter2@h:6379/0", "redis://:***@h:6379/0"],
  ["postgres://u@h/d", "postgres://u@h/d"],
  ["postgres://h/d", "postgres://h/d"],
  ["postgres://u:hunter2@[::1]:5432/d", "postgres://u:***@[::1]:5432/d"],
  ["postgres://u:hun@ter2@h/d", "postgres://u:***@h/d"],
  ["postgres://u:hun/ter2@h/d", "postgres://u:***@h/d"],
  ["postgres://u:hun#ter2@h/d", "postgres://u:***@h/d"],
  ["postgres://u:hun?ter2@h/d", "postgres://u:***@h/d"],
  ["postgres://u:%hunter2@h/d", "postgres://u:***@h/d"],
  ["postgres://h/d?user=u&password=hunter2&x=1", "postgres://h/d?user=u&password=***&x=1"],
  ["https://api.example/series?api_key=hunter2", "https://api.example/series?api_key=***"],
  ["https://hunter2@api.example/x", "https://***@api.example/x"],
  ["http://h:9000/u@v", "http://h:9000/u@v"],
  ["no url", "no url"],
];

for (const [url, shown] of urls) {
  Deno.test(`redactUrl shows ${shown} for ${url}`, () => assert.equal(redactUrl(url), shown));
}

Deno.test("percentEncode encodes whatever has a meaning in a URL", () => {
  const signs = "a @:/?#[]!$&'()*+,;=% \"<>é";
  const encoded = percentEncode(signs);
  assert.match(encoded, /^[A-Za-z0-9%_.~-]+$/);
  assert.equal(decodeURIComponent(encoded), signs);
});

Deno.test("bracketHost puts brackets around IPv6 addresses alone", () => {
  assert.equal(bracketHost("::1"), "[::1]");
  assert.equal(bracketHost("[::1]"), "[::1]");
  assert.equal(bracketHost("db.example"), "db.example");
});

Deno.test("buildUrl leaves out what is empty", () => {
  assert.equal(buildUrl({ scheme: "http", host: "h", port: 1 }), "http://h:1");
  assert.equal(
    buildUrl({ scheme: "redis", host: "h", port: 1, password: "p@" }),
    "redis://:p%40@h:1",
  );
  assert.equal(
    buildUrl({ scheme: "a", host: "h", port: 1, user: "u", path: "d", query: "x=1" }),
    "a://u@h:1/d?x=1",
  );
});
