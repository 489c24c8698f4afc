import type { Attributes, Context, Span } from "@opentelemetry/api";
import {
  describeStatement,
  errorType,
  markFailed,
  readIn,
  spanTime,
  type StatementFacts,
  type Telemetry,
  telemetry,
  tellSoon,
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
 * Begins a statement; undefined while traces are off. Its span is no parent of others, so it is made
 * when the statement has ended, together with others.
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
  return typeof text === "string" ? new Statement(on, { text, place, waitedMs }) : undefined;
}

function nameAt({ attributes, named }: TracedPlace, facts: StatementFacts): NamedStatement {
  const before = named.get(facts);
  if (before !== undefined) return before;
  const metric = { ...attributes, "db.query.summary": facts.summary };
  const names = { metric, span: { ...metric, "db.query.text": facts.text } };
  named.set(facts, names);
  return names;
}

interface Begun {
  readonly text: string;
  readonly place: TracedPlace;
  readonly waitedMs: number | undefined;
}

class Statement implements TracedStatement {
  readonly #on: Telemetry;
  readonly #begun: Begun;
  readonly #parent: Context;
  readonly #startTime = spanTime();
  #isOver = false;

  constructor(on: Telemetry, begun: Begun) {
    this.#on = on;
    this.#begun = begun;
    this.#parent = on.api.context.active();
  }

  succeed(answer: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const endTime = spanTime();
    const { rows } = Object(answer);
    const count = Array.isArray(rows) ? rows.length : undefined;
    tellSoon(() => {
      const { span, metric } = this.#tell();
      if (count !== undefined) span.setAttribute("db.response.returned_rows", count);
      this.#end(span, { endTime, metric });
    });
  }

  /** At once: the spans around it must find the failure told already. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const endTime = spanTime();
    const { span, metric } = this.#tell();
    markFailed(span, error);
    const code = sqlState(error);
    const status = code === undefined ? {} : { "db.response.status_code": code };
    span.setAttributes(status);
    this.#end(span, { endTime, metric: { ...metric, ...status, "error.type": errorType(error) } });
  }

  #tell(): { readonly span: Span; readonly metric: Attributes } {
    const { text, place, waitedMs } = this.#begun;
    const facts = describeStatement(text);
    const { metric, span: attributes } = nameAt(place, facts);
    const { api, tracer } = this.#on;
    const name = facts.summary === "" ? "postgresql" : facts.summary;
    const options = { kind: api.SpanKind.CLIENT, attributes, startTime: this.#startTime };
    const span = tracer.startSpan(name, options, this.#parent);
    const read = readIn(this.#on, this.#parent);
    if (read !== undefined) span.setAttribute("strata.read", read);
    if (waitedMs !== undefined) span.setAttribute("strata.pool.wait_time", waitedMs / 1_000);
    return { span, metric };
  }

  #end(
    span: Span,
    { endTime, metric }: { readonly endTime: number; readonly metric: Attributes },
  ): void {
    span.end(endTime);
    this.#on.instruments.operationDuration.record((endTime - this.#startTime) / 1_000, metric);
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
