import assert from "node:assert/strict";
import { ConfigError } from "../../../src/base/errors.ts";
import { parseTarget } from "../../../src/database/_target.ts";

const plain = { mode: "disable", caFile: undefined } as const;

Deno.test("parseTarget reads the parts of a URL, decoded", () => {
  const target = parseTarget("postgres://us%40er:p%40ss%2Fw%25rd@db.example:6432/my%20db", plain);
  assert.equal(target.host, "db.example");
  assert.equal(target.port, 6432);
  assert.equal(target.user, "us@er");
  assert.equal(target.password, "p@ss/w%rd");
  assert.equal(target.database, "my db");
  assert.equal(target.label, "db.example:6432/my db");
  assert.equal(target.tls, false);
  assert.equal(target.viaPgBouncer, false);
});

Deno.test("parseTarget fills in the port and the database", () => {
  const target = parseTarget("postgresql://ann@[::1]", plain);
  assert.equal(target.host, "::1");
  assert.equal(target.port, 5432);
  assert.equal(target.database, "ann");
  assert.equal(target.password, "");
  assert.equal(target.label, "[::1]:5432/ann");
});

Deno.test("parseTarget takes a socket's folder as the host", () => {
  assert.equal(
    parseTarget("postgres://ann@x/db?host=/run/postgresql", plain).host,
    "/run/postgresql",
  );
});

Deno.test("parseTarget lets the URL decide about TLS and PgBouncer", () => {
  const text = "postgres://a:b@h/d?sslmode=require&pgbouncer=true&application_name=app" +
    "&options=-csearch_path%3Dx&channel_binding=require";
  const target = parseTarget(text, plain);
  assert.deepEqual(target.tls, { rejectUnauthorized: false });
  assert.equal(target.viaPgBouncer, true);
  assert.equal(target.applicationName, "app");
  assert.equal(target.options, "-csearch_path=x");
  assert.equal(target.channelBinding, true);
  assert.equal(
    parseTarget("postgres://a:b@h/d?sslmode=disable", {
      mode: "require",
      caFile: undefined,
    }).tls,
    false,
  );
});

for (
  const url of [
    "mysql://ann:canary-pw@h/d",
    "postgres://ann:canary-pw%@h/d",
    "postgres://ann:canary-pw@h:99999/d",
    "postgres://:canary-pw@h/d",
    "not a url canary-pw",
    "",
  ]
) {
  Deno.test(`parseTarget refuses ${JSON.stringify(url)} without repeating its password`, () => {
    assert.throws(() => parseTarget(url, plain), (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.doesNotMatch(Deno.inspect(error), /canary-pw/);
      return true;
    });
  });
}
