import type { Attributes } from "@opentelemetry/api";
import { ConnectionError } from "../base/errors.ts";
import { markFailed, type Telemetry, tellSoon } from "../base/telemetry/mod.ts";
import type { Target } from "./_target.ts";
import { tracedPlace } from "./_traced_statement.ts";

/** The part of a pool that is counted. */
export interface CountedPool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max?: number | undefined };
}

const counted = new Map<CountedPool, Attributes>();
const counting = new WeakSet<Telemetry>();

/** Counts a pool's connections from now on, each time that metrics are collected. */
export function countPool(on: Telemetry, pool: CountedPool, target: Target): void {
  if (counted.has(pool) && counting.has(on)) return;
  counted.set(pool, poolName(target));
  if (counting.has(on)) return;
  counting.add(on);
  const { connectionCount, connectionMax, pendingRequests } = on.instruments;
  const state = "db.client.connection.state";
  connectionCount.addCallback((result) => {
    for (const [{ idleCount, totalCount }, name] of counted) {
      result.observe(idleCount, { ...name, [state]: "idle" });
      result.observe(totalCount - idleCount, { ...name, [state]: "used" });
    }
  });
  connectionMax.addCallback((result) => {
    for (const [{ options }, name] of counted) result.observe(options.max ?? 0, name);
  });
  pendingRequests.addCallback((result) => {
    for (const [{ waitingCount }, name] of counted) result.observe(waitingCount, name);
  });
}

/** Counts a pool no longer. */
export function forgetPool(pool: CountedPool): void {
  counted.delete(pool);
}

/** Records how long a connection was waited for. */
export function noteLease(on: Telemetry, target: Target, waitedMs: number): void {
  tellSoon(() => on.instruments.waitTime.record(waitedMs / 1_000, poolName(target)));
}

/** Records that no connection was had: there is no statement whose span could say so. */
export function noteNoLease(
  on: Telemetry,
  target: Target,
  { error, begunAt }: { readonly error: unknown; readonly begunAt: number },
): void {
  const { code } = error instanceof ConnectionError ? error : { code: undefined };
  if (code === "POOL_TIMEOUT") on.instruments.waitTimeouts.add(1, poolName(target));
  const span = on.tracer.startSpan(`connect ${target.database}`, {
    kind: on.api.SpanKind.CLIENT,
    startTime: begunAt,
    attributes: { ...tracedPlace(target).attributes, "db.operation.name": "connect" },
  });
  markFailed(span, error);
  span.end();
}

const names = new WeakMap<Target, Attributes>();

/** The name by the conventions, which is also this package's own for messages. */
function poolName(target: Target): Attributes {
  const before = names.get(target);
  if (before !== undefined) return before;
  const name = { "db.client.connection.pool.name": target.label };
  names.set(target, name);
  return name;
}
