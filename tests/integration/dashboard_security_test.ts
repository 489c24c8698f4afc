import assert from "node:assert/strict";
import { createRedactor } from "../../src/base/logging/mod.ts";
import { serveDashboard } from "../../src/operate/dashboard/mod.ts";
import { serverTest } from "../support/mod.ts";
import { openPool, serveDashboardOn } from "./dashboard_support.ts";
import { token } from "./serve_support.ts";

serverTest(
  "timescaledb",
  "a token is wanted where there are any, as a password too",
  async (_t, db) => {
    const [free, past] = [token("desk"), token("past", "2024-08-30T00:00:00.000Z")];
    await using database = openPool(db.url);
    await using served = serveDashboardOn(database, db.url, { tokens: [free, past] });
    const basic = (text: string) => `Basic ${btoa(`anybody:${text}`)}`;
    const paths = ["/", "/live", "/assets/page.js", "/series", "/nowhere"];
    for (const path of paths) {
      for (const authorization of ["", "Basic !!", basic("wrong"), `${free.header}x`]) {
        const { status, headers, html } = await served.page(path, {
          headers: authorization === "" ? {} : { authorization },
        });
        assert.equal(status, 401, `${path} ${authorization}`);
        assert.match(headers.get("www-authenticate") ?? "", /^Basic realm="strata"/);
        assert.doesNotMatch(html, /data-live-url="\/live/);
      }
    }
    for (const authorization of [free.header, basic(free.token.reveal())]) {
      assert.equal((await served.page("/", { headers: { authorization } })).status, 200);
    }
    const limited = await served.page("/", { headers: { authorization: past.header } });
    assert.equal(limited.status, 403);
    assert.match(limited.words, /a token that sees nothing after 2024-08-30/);
  },
);

serverTest("timescaledb", "nothing but GET is answered, and no other host", async (_t, db) => {
  await using database = openPool(db.url);
  const ended = new AbortController();
  const listening = Promise.withResolvers<string>();
  const serving = serveDashboard(database, {
    port: 0,
    signal: ended.signal,
    onListen: listening.resolve,
    readServices: () => Promise.resolve([]),
    readMigrations: () => Promise.reject(new TypeError("not here")),
    readDrift: () => Promise.reject(new TypeError("not here")),
    redact: createRedactor(),
  });
  const origin = await listening.promise;
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) {
    const response = await fetch(`${origin}/`, { method });
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("allow")], [405, "GET"], method);
  }
  const { port } = new URL(origin);
  const statusFor = async (host: string) => {
    const connection = await Deno.connect({ port: Number(port) });
    const request = `GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
    await connection.write(new TextEncoder().encode(request));
    const text = await new Response(connection.readable).text();
    return [Number(text.split(" ")[1]), /content-security-policy/i.test(text)];
  };
  assert.deepEqual(await statusFor("localhost"), [200, true]);
  assert.deepEqual(await statusFor(`127.0.0.1:${port}`), [200, true]);
  assert.deepEqual(await statusFor("evil.example"), [404, true]);
  ended.abort();
  await serving;
  await assert.rejects(
    serveDashboard(database, {
      hostname: "0.0.0.0",
      readServices: () => Promise.resolve([]),
      readMigrations: () => Promise.reject(new TypeError("not here")),
      readDrift: () => Promise.reject(new TypeError("not here")),
      redact: createRedactor(),
    }),
    /Cannot serve on "0\.0\.0\.0" without a token/,
  );
});

serverTest("timescaledb", "no page shows a secret that a server repeats", async (_t, db) => {
  await db.client.query(
    `create function refuse() returns boolean language plpgsql as $$
      begin raise exception 'key canary-of-the-store, url postgres://u:canary-of-url@h/d'; end $$`,
  );
  await db.client.query("create view curves as select 'x' as curve_id where refuse()");
  const refuse = (what: string) => () =>
    Promise.reject(new TypeError(`${what} with canary-of-the-store failed`));
  await using database = openPool(db.url);
  await using served = serveDashboardOn(database, db.url, {
    redact: createRedactor(["canary-of-the-store"]),
    readServices: refuse("log-in"),
    readMigrations: refuse("ledger"),
    readDrift: refuse("drift"),
    limits: { everyMs: 0 },
  });
  const pages = [];
  for (const path of ["/", "/migrations?drift=now", "/curves", "/migrations", "/series"]) {
    const { html, words } = await served.page(path);
    assert.doesNotMatch(html, /canary/, path);
    pages.push(words);
  }
  const [overview = "", , curves = "", migrations = ""] = pages;
  assert.match(overview, /log-in with \*\*\* failed.*ledger with \*\*\* failed/);
  assert.match(curves, /Cannot read the data: key \*\*\*, url postgres:\/\/u:\*\*\*@h\/d/);
  assert.match(migrations, /drift with \*\*\* failed/);
}, { timescaledb: true });

serverTest(
  "timescaledb",
  "assets come from memory with a tag, and are not sent twice",
  async (_t, db) => {
    await using database = openPool(db.url);
    await using served = serveDashboardOn(database, db.url);
    for (
      const [name, type, holds] of [
        ["page.js", /^text\/javascript/, /EventSource/],
        ["page.css", /^text\/css/, /light-dark/],
        ["uplot.js", /^text\/javascript/, /uPlot=function/],
        ["uplot.css", /^text\/css/, /\.uplot/],
        ["icon.svg", /^image\/svg/, /<svg/],
      ] as const
    ) {
      const { status, headers, html } = await served.page(`/assets/${name}`);
      assert.equal(status, 200, name);
      assert.match(headers.get("content-type") ?? "", type);
      assert.match(html, holds);
      const etag = headers.get("etag") ?? "";
      const again = await served.page(`/assets/${name}`, { headers: { "if-none-match": etag } });
      assert.deepEqual([again.status, again.html], [304, ""]);
    }
  },
);
