import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { type CollectedSpan, runTraced, startCollector } from "./telemetry_support.ts";

const INTERNAL = 1;
const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

serverTest(
  "timescaledb",
  "a process with OTEL_DENO tells what it does",
  async (t, { url, client }) => {
    await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
    await client.query("insert into data_sources (name) values ('given')");
    await client.query(
      `insert into series_metadata
          (source_id, series_code, name, unit, frequency, country, release_timezone)
        values (1, 'S', 'S', 'percent', 'monthly', 'US', 'America/New_York')`,
    );
    await using collector = startCollector();
    await using source = startSource();
    const end = await runTraced({
      program: "telemetry_program.ts",
      args: [url, String(source.port)],
      collector: collector.url,
    });
    assert.equal(end.stderr, "");
    assert.equal(end.code, 0);
    const { spans, points } = collector;
    const { hostname, port, pathname } = new URL(url);
    const place = {
      "db.system.name": "postgresql",
      "db.namespace": pathname.slice(1),
      "server.address": hostname,
      "server.port": Number(port),
    };
    const named = (name: string): readonly CollectedSpan[] => spans.filter((s) => s.name === name);
    const parentOf = (span: CollectedSpan | undefined): CollectedSpan | undefined =>
      spans.find(({ spanId }) => spanId === span?.parentSpanId);

    await t.step(
      "the caller's span is the parent of insertRows, and that of its statements",
      () => {
        const [rows] = named("insertRows data_sources");
        assert.equal(parentOf(rows)?.name, "user work");
        assert.equal(rows?.kind, INTERNAL);
        assert.equal(rows?.scope, "@strata/foundation");
        assert.deepEqual(rows?.attributes, {
          "db.system.name": "postgresql",
          "db.operation.name": "insertRows",
          "db.collection.name": "data_sources",
          "db.operation.batch.size": 2,
          "strata.batches": 1,
          "strata.rows.inserted": 2,
          "strata.rows.unchanged": 0,
          "strata.rows.conflicting": 0,
          "strata.rows.refused": 0,
        });
        const transaction = spans.find((s) => s.name === "transaction" && parentOf(s) === rows);
        const statement = spans.find((s) => parentOf(s) === transaction && s.name !== "begin");
        assert.equal(statement?.kind, CLIENT);
        assert.equal(statement?.traceId, rows?.traceId);
        const [, partly] = named("insertRows data_sources");
        assert.equal(partly?.attributes["strata.rows.unchanged"], 1);
        assert.equal(partly?.attributes["strata.rows.refused"], 1);
      },
    );

    await t.step("a statement has the attributes of the database conventions", () => {
      const statement = spans.find(({ attributes }) => attributes["strata.read"] === "asOf");
      const { "db.query.text": text, "strata.pool.wait_time": waited, ...attributes } =
        statement?.attributes ?? {};
      assert.match(String(text), /^select distinct on \(observation_date\) .* series_id = \$1 /);
      assert.equal(typeof waited, "number");
      assert.deepEqual(attributes, {
        ...place,
        "db.query.summary": "select macro_series",
        "db.response.returned_rows": 1,
        "strata.read": "asOf",
      });
      assert.equal(statement?.name, "select macro_series");
      assert.equal(statement?.kind, CLIENT);
      const waits = named("select").map((s) => Number(s.attributes["strata.pool.wait_time"] ?? 0));
      assert.ok(waits.some((seconds) => seconds > 0.2), `waits: ${waits}`);
    });

    await t.step("a failure is set on every span around it and told once", () => {
      const failed = spans.filter(({ attributes }) => attributes["error.type"] === "22P02");
      assert.equal(failed.length, 2);
      for (const { status, attributes, events } of failed) {
        assert.equal(status, ERROR);
        assert.equal(attributes["db.response.status_code"], "22P02");
        assert.deepEqual(events.map(({ name }) => name), ["exception"]);
        assert.deepEqual(Object.keys(events[0]?.attributes ?? {}).sort(), [
          "exception.stacktrace",
          "exception.type",
        ]);
      }
      const twice = spans.filter(({ attributes }) => attributes["error.type"] === "23505");
      assert.deepEqual(twice.map(({ name }) => name).sort(), [
        "insert data_sources",
        "transaction",
      ]);
      assert.equal(twice.flatMap(({ events }) => events).length, 1);
      const refused = spans.find(({ attributes }) => attributes["error.type"] === "RowsError");
      assert.equal(refused?.name, "insertRows data_sources");
      assert.equal(refused?.attributes["strata.rows.refused"], 1);
    });

    await t.step("a repetition is an event and is counted", () => {
      const counted = points.findLast((p) =>
        p.metric === "strata.retries" && p.attributes["error.type"] === "40001"
      );
      assert.equal(counted?.value, 1);
      const asked = spans.find((s) => s.name === "fetch away");
      assert.deepEqual(asked?.events.map(({ name }) => name).slice(0, 4), Array(4).fill("retry"));
      assert.equal(asked?.attributes["error.type"], "SourceError");
    });

    await t.step("appendVintages and backfill count their rows", () => {
      const appended = named("appendVintages macro_series");
      assert.deepEqual(appended.map((s) => s.attributes["strata.rows.inserted"]), [1, 1]);
      const [filled] = named("backfill ohlcv");
      assert.equal(filled?.attributes["strata.windows"], 1);
      assert.equal(filled?.attributes["strata.rows.inserted"], 2);
      assert.equal(filled?.attributes["strata.series"], "coinbase BTC-USD 1m");
      const rows = points.findLast((p) =>
        p.metric === "strata.ingest.rows" &&
        p.attributes["db.collection.name"] === "data_sources" &&
        p.attributes["strata.outcome"] === "inserted"
      );
      assert.equal(rows?.value, 2);
    });

    await t.step("a migration has a span, and each of its statements", () => {
      const [migration] = named("migrate 0001_create_canaries");
      assert.equal(migration?.attributes["strata.direction"], "up");
      const statement = spans.find((s) => parentOf(s) === migration);
      assert.equal(statement?.name, "create table canaries");
      assert.equal(
        statement?.attributes["db.query.text"],
        "create table canaries (a text default ?)",
      );
    });

    await t.step("a fetch is the parent of the runtime's own requests, whose key is hidden", () => {
      const [fetched] = named("fetch keyed");
      assert.equal(fetched?.attributes["strata.source"], "keyed");
      assert.equal(fetched?.attributes["strata.requests"], 2);
      assert.equal(fetched?.attributes["strata.rows.inserted"], 1);
      const requests = spans.filter((s) =>
        parentOf(s) === fetched && s.kind === CLIENT &&
        s.scope === "deno"
      );
      assert.deepEqual(requests.map((s) => s.attributes["url.query"]), ["code=A", ""]);
      const lag = points.findLast((p) => p.metric === "strata.fetch.lag");
      assert.equal(lag?.attributes["strata.source"], "keyed");
      assert.ok(Math.abs((lag?.value ?? 0) - 3_600) < 60, `lag ${lag?.value}`);
    });

    await t.step(
      "a request is named by its route, once, and is the parent of its statements",
      () => {
        const requests = spans.filter(({ kind }) => kind === SERVER);
        assert.deepEqual(requests.map(({ name }) => name), [
          "GET /v1/series",
          "GET /v1/series/{source}/{code}",
          "GET",
        ]);
        assert.equal(requests[0]?.attributes["http.route"], "/v1/series");
        assert.ok(spans.some((s) => s.kind === CLIENT && parentOf(s) === requests[0]));
      },
    );

    await t.step("metrics have the names, units and bounds of the conventions", () => {
      const last = (name: string) => points.findLast(({ metric }) => metric === name);
      const duration = last("db.client.operation.duration");
      assert.equal(duration?.unit, "s");
      assert.deepEqual(duration?.bounds, [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]);
      const failed = points.find(({ metric, attributes }) =>
        metric === "db.client.operation.duration" && attributes["error.type"] === "22P02"
      );
      assert.equal(failed?.attributes["db.response.status_code"], "22P02");
      const label = `${hostname}:${port}${pathname}`;
      const states = points.filter(({ metric }) => metric === "db.client.connection.count");
      assert.deepEqual(
        new Set(states.map(({ attributes }) => attributes["db.client.connection.state"])),
        new Set(["idle", "used"]),
      );
      assert.ok(
        states.some(({ attributes }) => attributes["db.client.connection.pool.name"] === label),
      );
      for (const name of ["max", "pending_requests", "wait_time"]) {
        const point = last(`db.client.connection.${name}`);
        assert.equal(point?.attributes["db.client.connection.pool.name"], label, name);
      }
      assert.ok((last("strata.ingest.batches")?.value ?? 0) > 0);
    });

    await t.step("no literal, parameter, row or key is in anything that was sent", () => {
      assert.doesNotMatch(collector.text, /CANARY/);
      assert.doesNotMatch(collector.text, new RegExp(new URL(url).password + "@"));
    });
  },
);

/** A source that answers everything with an empty document. */
function startSource(): { readonly port: number } & AsyncDisposable {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => Response.json({}),
  );
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}
