import assert from "node:assert/strict";
import type { Meter, Span, SpanOptions, Tracer } from "@opentelemetry/api";
import { createNoopMeter } from "@opentelemetry/api";
import { enableTelemetry } from "../../src/base/telemetry/mod.ts";
import { switchOff } from "../../src/base/telemetry/switch.ts";
import { tellNow } from "../../src/base/telemetry/tell_soon.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { serveApi } from "../../src/answers/serve/mod.ts";
import { sendRequest } from "../../src/sources/ask/send_request.ts";
import { serverTest } from "../support/mod.ts";

interface Ended {
  readonly name: string;
  readonly kind: number | undefined;
  readonly attributes: Record<string, unknown>;
}

/** A double of an SDK: it keeps what its spans were told. */
function recorder(): { readonly ended: Ended[]; getTracer(): Tracer } {
  const ended: Ended[] = [];
  const startSpan = (name: string, { kind, attributes }: SpanOptions = {}): Span => {
    const kept = { name, kind, attributes: { ...attributes } as Record<string, unknown> };
    const span = {
      setAttributes: (more: Record<string, unknown>) => Object.assign(kept.attributes, more),
      setAttribute: (key: string, value: unknown) => void (kept.attributes[key] = value),
      setStatus: () => span,
      addEvent: () => span,
      end: () => void ended.push(kept),
    };
    // as: a double has the methods that this package calls.
    return span as unknown as Span;
  };
  // as: likewise.
  return { ended, getTracer: () => ({ startSpan } as unknown as Tracer) };
}

serverTest(
  "timescaledb",
  "enableTelemetry takes providers that are registered nowhere",
  async (t, { url }) => {
    const spans = recorder();
    const meter: Meter = createNoopMeter();
    const told = (): Ended[] => {
      tellNow();
      return spans.ended.splice(0);
    };
    await enableTelemetry({ tracerProvider: spans, meterProvider: { getMeter: () => meter } });
    try {
      await t.step("statements", async () => {
        await using database = createDatabase({ url });
        await database.pool.query("select 1 as one");
        const [one] = told();
        assert.equal(one?.name, "select");
        assert.equal(one?.attributes["db.query.text"], "select ? as one");
      });
      await t.step("requests of sources, whose secrets are not shown", async () => {
        await using server = Deno.serve(
          { port: 0, onListen: () => {} },
          () => new Response("no", { status: 404 }),
        );
        const shown = `http://127.0.0.1:${server.addr.port}/values`;
        const response = await sendRequest({
          url: new URL(`${shown}?key=CANARY`),
          shown,
          init: {},
        });
        await response.body?.cancel();
        const [one] = told();
        assert.deepEqual(one, {
          name: "GET",
          kind: 2,
          attributes: {
            "http.request.method": "GET",
            "url.full": shown,
            "server.address": "127.0.0.1",
            "server.port": server.addr.port,
            "http.response.status_code": 404,
            "error.type": "404",
          },
        });
      });
      await t.step("requests that are served, without their query", async () => {
        await using database = createDatabase({ url });
        const ending = new AbortController();
        const { promise, resolve } = Promise.withResolvers<string>();
        const served = serveApi(database, { port: 0, signal: ending.signal, onListen: resolve });
        const origin = await promise;
        await (await fetch(`${origin}/healthz?token=CANARY`)).body?.cancel();
        ending.abort();
        await served;
        const [one] = told();
        assert.deepEqual(one, {
          name: "GET /healthz",
          kind: 1,
          attributes: {
            "http.request.method": "GET",
            "url.scheme": "http",
            "url.path": "/healthz",
            "server.address": "127.0.0.1",
            "server.port": Number(new URL(origin).port),
            "http.route": "/healthz",
            "http.response.status_code": 200,
          },
        });
      });
    } finally {
      switchOff();
    }
  },
);
