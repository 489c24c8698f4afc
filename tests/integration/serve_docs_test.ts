import assert from "node:assert/strict";
import { createApi } from "../../src/answers/serve/mod.ts";
import { endpoints } from "../../src/answers/serve/endpoints.ts";
import { problemKinds } from "../../src/answers/serve/problem.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { token } from "./serve_support.ts";

Deno.test("the document names every path, parameter, format, problem and the token", async () => {
  await using database = await createTestDatabase({ migrations: [] });
  const open = createApi(database);
  const closed = createApi(database, { tokens: [token("desk")] });
  const read = async (api: typeof open) => {
    const response = await api.fetch(new Request("http://api/openapi.json"));
    return await response.json();
  };
  const document = await read(closed);
  assert.equal(document.openapi, "3.1.0");
  assert.deepEqual(Object.keys(document.paths), Object.values(endpoints).map(({ path }) => path));
  for (const { path, query, parts } of Object.values(endpoints)) {
    const { parameters, responses, security } = document.paths[path].get;
    assert.deepEqual(
      parameters.map((one: { name: string }) => one.name).sort(),
      [...Object.keys(parts), ...Object.keys(query.shape)].sort(),
    );
    assert.ok(parameters.every((one: { description: string }) => one.description), path);
    const statuses = Object.values(problemKinds).map(({ status }) => String(status));
    assert.deepEqual(
      Object.keys(responses).sort(),
      [...new Set([...statuses, "200", "206", "304"])].sort(),
    );
    assert.equal(Object.keys(responses[200].content).length, 5);
    assert.deepEqual(security, [{ token: [] }]);
  }
  assert.equal((await read(open)).components.securitySchemes, undefined);
  assert.equal((await read(open)).paths["/v1/panel"].get.responses["401"], undefined);
});

Deno.test("the page of documentation has no script, no other host, and an anchor for every problem", async () => {
  await using database = await createTestDatabase({ migrations: [] });
  const api = createApi(database, { tokens: [token("desk")] });
  const response = await api.fetch(new Request("http://127.0.0.1:8787/docs"));
  const page = await response.text();
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
  assert.doesNotMatch(page, /<script|<img|<link|\son\w+=|\sstyle=/);
  const hosts = [...page.matchAll(/https?:\/\/[^/"&<]+/g)].map(([url]) => url);
  assert.deepEqual([...new Set(hosts)], ["http://127.0.0.1:8787"]);
  const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
  assert.ok(policy.includes(new Uint8Array(digest).toBase64()));
  // What a problem's type and the contents lead to is there, once.
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
  assert.equal(new Set(ids).size, ids.length);
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
  for (const id of [...Object.keys(problemKinds), ...targets]) assert.ok(ids.includes(id), id);
  assert.match(page, /<html lang="en">/);
  assert.match(page, /color-scheme: light dark/);
  const home = await api.fetch(new Request("http://127.0.0.1:8787/"));
  assert.deepEqual([home.status, home.headers.get("location")], [302, "/docs"]);
});

Deno.test("each example URL of the page is answered as it stands, but for names that are not there", async () => {
  await using database = await createTestDatabase();
  const api = createApi(database);
  const page = await (await api.fetch(new Request("http://127.0.0.1:8787/docs"))).text();
  const urls = [...page.matchAll(/<pre tabindex="0">(http[^<]+)<\/pre>/g)].map((match) =>
    (match[1] ?? "").replaceAll("&#38;", "&")
  );
  assert.equal(urls.length, Object.keys(endpoints).length);
  for (const url of urls) {
    const response = await api.fetch(new Request(url));
    const { detail } = await response.json();
    if (response.status !== 200) assert.match(detail, /^Cannot find the /, url);
  }
});
