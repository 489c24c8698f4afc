import type { ServedRequests } from "../../answers/serve/mod.ts";
import type { MetricFamily } from "./exposition.ts";

/** What a pool tells of its connections. */
export interface PoolFigures {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max?: number | undefined };
}

/** Tells of this process: its connections, its requests if they are counted, and its memory. */
export function processFamilies(
  pool: PoolFigures,
  requests: readonly ServedRequests[] | undefined,
): readonly MetricFamily[] {
  const { totalCount, idleCount, waitingCount, options } = pool;
  return [
    gauge("strata_pool_connections", "The connections of this process's pool, by their state.", [
      { labels: { state: "idle" }, value: idleCount },
      { labels: { state: "used" }, value: totalCount - idleCount },
    ]),
    gauge("strata_pool_max_connections", "The most connections that the pool opens.", [
      { value: options.max ?? NaN },
    ]),
    gauge("strata_pool_waiting_requests", "The callers that wait for a connection.", [
      { value: waitingCount },
    ]),
    ...(requests === undefined ? [] : requestFamilies(requests)),
    gauge("process_start_time_seconds", "When this process started.", [
      { value: performance.timeOrigin / 1_000 },
    ]),
    gauge("process_resident_memory_bytes", "The memory that this process holds.", [
      { value: Deno.memoryUsage().rss },
    ]),
  ];
}

function gauge(name: string, help: string, samples: MetricFamily["samples"]): MetricFamily {
  return { name, help, type: "gauge", samples };
}

function requestFamilies(requests: readonly ServedRequests[]): readonly MetricFamily[] {
  return [
    {
      name: "strata_http_requests_total",
      help: "The requests that were answered, by their route and status.",
      type: "counter",
      samples: requests.map(({ route = "none", status, count }) => ({
        labels: { route, status },
        value: count,
      })),
    },
    {
      name: "strata_http_request_errors_total",
      help: "The requests that were refused (client) or failed (server).",
      type: "counter",
      samples: [["client", 400], ["server", 500]].map(([side, from]) => ({
        labels: { class: side },
        value: requests.filter(({ status }) => Math.floor(status / 100) * 100 === from)
          .reduce((total, { count }) => total + count, 0),
      })),
    },
  ];
}
