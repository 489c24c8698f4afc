import type { Attributes, Span } from "@opentelemetry/api";
import {
  describeStatement,
  errorType,
  markFailed,
  type StatementFacts,
  type Telemetry,
  telemetry,
} from "../base/telemetry/mod.ts";
import { sqlState } from "./sql_state.ts";

/** Where statements go, as the database conventions name it. */
export interface TracedPlace {
  readonly attributes: Attributes;
  /** What each statement is called here, since building it takes as long as telling it. */
  readonly named: WeakMap<StatementFacts, NamedStatement>;
}

/** A statement at a place: the attributes of its metric, and those of its span. */
interface NamedStatement {
  readonly metric: Attributes;
  readonly span: Attributes;
}

/** Names a server and its database; a schema is not known without asking for it. */
export function tracedPlace(
  target?: { readonly host: string; readonly port: number; readonly database: string },
): TracedPlace {
  const system = { "db.system.name": "postgresql" };
  if (target === undefined) return { attributes: system, named: new WeakMap() };
  const { host, port, database } = target;
  const attributes = {
    ...system,
    "db.namespace": database,
    "server.address": host,
    "server.port": port,
  };
  return { attributes, named: new WeakMap() };
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
  place: TracedPlace,
  waitedMs?: number,
): TracedStatement | undefined {
  const on = telemetry();
  if (on === undefined) return undefined;
  const text: unknown = typeof statement === "string" ? statement : Object(statement).text;
  if (typeof text !== "string") return undefined;
  const facts = describeStatement(text);
  const named = nameAt(place, facts);
  const { CLIENT } = on.api.SpanKind;
  const span = on.tracer.startSpan(facts.summary === "" ? "postgresql" : facts.summary, {
    kind: CLIENT,
    attributes: named.span,
  });
  if (waitedMs !== undefined) span.setAttribute("strata.pool.wait_time", waitedMs / 1_000);
  return new Statement(on, { span, metric: named.metric });
}

function nameAt({ attributes, named }: TracedPlace, facts: StatementFacts): NamedStatement {
  const before = named.get(facts);
  if (before !== undefined) return before;
  const metric = { ...attributes, "db.query.summary": facts.summary };
  const names = { metric, span: { ...metric, "db.query.text": facts.text } };
  named.set(facts, names);
  return names;
}

class Statement implements TracedStatement {
  readonly #on: Telemetry;
  readonly #span: Span;
  readonly #metric: Attributes;
  readonly #begun = performance.now();
  #isOver = false;

  constructor(
    on: Telemetry,
    { span, metric }: { readonly span: Span; readonly metric: Attributes },
  ) {
    this.#on = on;
    this.#span = span;
    this.#metric = metric;
  }

  succeed(answer: unknown): void {
    if (this.#isOver) return;
    const { rows } = Object(answer);
    if (Array.isArray(rows)) this.#span.setAttribute("db.response.returned_rows", rows.length);
    this.#end(this.#metric);
  }

  fail(error: unknown): void {
    if (this.#isOver) return;
    markFailed(this.#span, error);
    const code = sqlState(error);
    const status = code === undefined ? {} : { "db.response.status_code": code };
    this.#span.setAttributes(status);
    this.#end({ ...this.#metric, ...status, "error.type": errorType(error) });
  }

  #end(attributes: Attributes): void {
    this.#isOver = true;
    this.#span.end();
    const seconds = (performance.now() - this.#begun) / 1_000;
    this.#on.instruments.operationDuration.record(seconds, attributes);
  }
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
