import type { Attributes } from "@opentelemetry/api";
import { markFailed } from "./failure.ts";
import { whileTracing } from "./switch.ts";
import type { Telemetry } from "./telemetry.ts";
import { spanTime, tellSoon } from "./tell_soon.ts";

/** What a span is called, and what is known of it when it begins. */
export interface SpanFacts {
  readonly name: string;
  /** Its kind by the conventions; `internal` by default. */
  readonly kind?: "internal" | "client" | "server";
  readonly attributes?: Attributes;
}

/** The part of a span that work tells of. */
export interface TracedSpan {
  /** Adds what became known. */
  set(attributes: Attributes): void;
}

/**
 * Runs work in a span that is the parent of the spans within. A failure is set on it and goes on.
 * While traces are off, this only runs the work.
 */
export function traced<T>(
  facts: SpanFacts,
  work: (span: TracedSpan) => Promise<T>,
): Promise<T> {
  return whileTracing((on) => on === undefined ? work(silent) : inSpan(on, facts, work));
}

const silent: TracedSpan = { set() {} };

function inSpan<T>(
  { api, tracer }: Telemetry,
  { name, kind = "internal", attributes = {} }: SpanFacts,
  work: (span: TracedSpan) => Promise<T>,
): Promise<T> {
  const parent = api.context.active();
  const options = { kind: KINDS[kind], attributes, startTime: spanTime() };
  const span = tracer.startSpan(name, options, parent);
  const run = async (): Promise<T> => {
    try {
      return await work({ set: (more) => tellSoon(() => span.setAttributes(more)) });
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      const ended = spanTime();
      tellSoon(() => span.end(ended));
    }
  };
  return api.context.with(api.trace.setSpan(parent, span), run);
}

/** The values of the API's `SpanKind`. */
const KINDS = { internal: 0, server: 1, client: 2 } as const;
