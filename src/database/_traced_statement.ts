import type { Attributes, Span } from "@opentelemetry/api";
import { describeStatement, errorType, markFailed, telemetry } from "../base/telemetry/mod.ts";
import { sqlState } from "./sql_state.ts";

/** Where statements go, as the database conventions name it. */
export interface TracedPlace {
  readonly attributes: Attributes;
}

/** Names a server and its database; a schema is not known without asking for it. */
export function tracedPlace(
  target?: { readonly host: string; readonly port: number; readonly database: string },
): TracedPlace {
  const system = { "db.system.name": "postgresql" };
  if (target === undefined) return { attributes: system };
  const { host, port, database } = target;
  return {
    attributes: {
      ...system,
      "db.namespace": database,
      "server.address": host,
      "server.port": port,
    },
  };
}

/** A statement under way. */
export interface TracedStatement {
  /** Ends it with its answer. */
  succeed(answer: unknown): void;
  /** Ends it with its failure. */
  fail(error: unknown): void;
}

/**
 * Begins the span of a statement; undefined while traces are off. It is no parent of other spans,
 * so it is not made the open one, which would take as long again.
 *
 * @param waitedMs How long its connection was waited for, if it is the first statement on it.
 */
export function beginStatement(
  statement: unknown,
  { attributes }: TracedPlace,
  waitedMs?: number,
): TracedStatement | undefined {
  const on = telemetry();
  if (on === undefined) return undefined;
  const text: unknown = typeof statement === "string" ? statement : Object(statement).text;
  if (typeof text !== "string") return undefined;
  const { text: shown, summary } = describeStatement(text);
  const named = { ...attributes, "db.query.summary": summary };
  const span = on.tracer.startSpan(summary === "" ? "postgresql" : summary, {
    kind: on.api.SpanKind.CLIENT,
    attributes: {
      ...named,
      "db.query.text": shown,
      ...(waitedMs === undefined ? {} : { "strata.pool.wait_time": waitedMs / 1_000 }),
    },
  });
  const begun = performance.now();
  let isOver = false;
  const end = (span: Span, failure?: Attributes): void => {
    isOver = true;
    span.end();
    const seconds = (performance.now() - begun) / 1_000;
    on.instruments.operationDuration.record(seconds, { ...named, ...failure });
  };
  return {
    succeed(answer) {
      if (isOver) return;
      const { rows } = Object(answer);
      if (Array.isArray(rows)) span.setAttribute("db.response.returned_rows", rows.length);
      end(span);
    },
    fail(error) {
      if (isOver) return;
      markFailed(span, error);
      const code = sqlState(error);
      const status = code === undefined ? {} : { "db.response.status_code": code };
      span.setAttributes(status);
      end(span, { ...status, "error.type": errorType(error) });
    },
  };
}

/** Ends a traced statement with a stream or a cursor: whatever the driver itself runs. */
export function traceStream(stream: unknown, traced: TracedStatement): void {
  // as: the driver calls these methods, which its types leave out.
  const running = stream as Partial<Record<"handleReadyForQuery" | "handleError", Handler>>;
  const { handleReadyForQuery, handleError } = running;
  running.handleReadyForQuery = (...told) => {
    traced.succeed(undefined);
    handleReadyForQuery?.apply(stream, told);
  };
  running.handleError = (...told) => {
    traced.fail(told[0]);
    handleError?.apply(stream, told);
  };
}

type Handler = (...told: unknown[]) => void;
