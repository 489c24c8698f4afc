import { fileURLToPath } from "node:url";

/** A span as the collector got it. */
export interface CollectedSpan {
  readonly name: string;
  readonly spanId: string;
  readonly traceId: string;
  readonly parentSpanId: string;
  /** 1 internal, 2 server, 3 client: OTLP's numbers. */
  readonly kind: number;
  /** 0 unset, 1 ok, 2 error. */
  readonly status: number;
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

/** A point of a metric as the collector got it; the newest of each is the last. */
export interface CollectedPoint {
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number;
  readonly bounds: readonly number[];
}

/**
 * A double of an OTLP collector: it takes what an exporter sends as JSON over HTTP and keeps it, and
 * answers as a collector does.
 */
export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  readonly points: readonly CollectedPoint[];
  /** Everything that was sent, as text. */
  readonly text: string;
}

/** Starts a collector on loopback. */
export function startCollector(): Collector {
  const spans: CollectedSpan[] = [];
  const points: CollectedPoint[] = [];
  const texts: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (r) => {
    const text = await r.text();
    texts.push(text);
    const sent = JSON.parse(text);
    spans.push(...spansOf(sent));
    points.push(...pointsOf(sent));
    return Response.json({});
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    spans,
    points,
    get text() {
      return texts.join("\n");
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** How a traced program is run. */
export interface TracedRun {
  /** Its file in this folder. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where it exports to; without one, telemetry is off. */
  readonly collector: string | undefined;
  /** Its permissions; all by default. */
  readonly permissions?: readonly string[];
  /** Its configuration instead of the project's. */
  readonly config?: string;
}

/** How it ended. */
export interface TracedEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

/** Runs a program in a process of its own, with Deno's own exporter. */
export async function runTraced(run: TracedRun): Promise<TracedEnd> {
  const own = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const { program, args, collector, permissions = ["-A"], config = own } = run;
  const path = fileURLToPath(new URL(program, import.meta.url));
  const flags = ["--unstable-no-legacy-abort", "--no-prompt", "--no-check", "--quiet"];
  const begun = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, ...permissions, `--config=${config}`, path, ...args],
    env: { NO_COLOR: "1", ...(collector === undefined ? {} : exporting(collector)) },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return {
    code,
    stdout: text(stdout),
    stderr: text(stderr),
    elapsedMs: performance.now() - begun,
  };
}

function exporting(collector: string): Record<string, string> {
  return {
    OTEL_DENO: "true",
    OTEL_DENO_CONSOLE: "ignore",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_METRIC_EXPORT_INTERVAL: "200",
    OTEL_SERVICE_NAME: "strata-test",
  };
}

// deno-lint-ignore no-explicit-any -- OTLP's JSON, whose shape is what this file writes down
type Json = any;

function spansOf({ resourceSpans = [] }: Json): CollectedSpan[] {
  return resourceSpans.flatMap((resource: Json) =>
    resource.scopeSpans.flatMap((scope: Json) =>
      scope.spans.map((span: Json): CollectedSpan => ({
        name: span.name,
        spanId: span.spanId,
        traceId: span.traceId,
        parentSpanId: span.parentSpanId ?? "",
        kind: span.kind,
        status: span.status?.code ?? 0,
        scope: scope.scope?.name ?? "",
        attributes: attributesOf(span.attributes),
        events: (span.events ?? []).map((event: Json) => ({
          name: event.name,
          attributes: attributesOf(event.attributes),
        })),
      }))
    )
  );
}

function pointsOf({ resourceMetrics = [] }: Json): CollectedPoint[] {
  return resourceMetrics.flatMap((resource: Json) =>
    resource.scopeMetrics.flatMap((scope: Json) =>
      scope.metrics.flatMap((metric: Json) => {
        const { dataPoints } = metric.histogram ?? metric.sum ?? metric.gauge;
        return dataPoints.map((point: Json): CollectedPoint => ({
          metric: metric.name,
          unit: metric.unit ?? "",
          attributes: attributesOf(point.attributes),
          value: Number(point.count ?? point.asInt ?? point.asDouble),
          bounds: point.explicitBounds ?? [],
        }));
      })
    )
  );
}

function attributesOf(attributes: Json = []): Readonly<Record<string, unknown>> {
  const known = new Set<string>();
  return Object.fromEntries(attributes.map(({ key, value }: Json) => {
    // A backend may show either of two.
    if (known.has(key)) throw new TypeError(`Cannot read "${key}": it comes twice`);
    known.add(key);
    const [kind, held] = Object.entries(value)[0] ?? [];
    return [key, kind === "intValue" || kind === "doubleValue" ? Number(held) : held];
  }));
}
