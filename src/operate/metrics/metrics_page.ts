import type { ServedRequests } from "../../answers/serve/mod.ts";
import { withDeadline } from "../../base/resilience/mod.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { createObserver, type Observer } from "../observe/mod.ts";
import { databaseFamilies } from "./database_families.ts";
import { renderExposition } from "./exposition.ts";
import { type PoolFigures, processFamilies } from "./process_families.ts";
import { type MetricsReading, readMetrics } from "./read_metrics.ts";

/** Options of {@linkcode createMetricsPage}. */
export interface MetricsPageOptions {
  /** How long what was read of the database is told again, in milliseconds; 5,000 by default. */
  readonly keepMs?: number;
}

/** Writes the page, with the requests that this process has answered, where they are counted. */
export type MetricsPage = (requests?: readonly ServedRequests[]) => Promise<string>;

/** The pool of a database, or any that lends connections. */
export interface MetricsPool extends PoolFigures {
  connect(): Promise<Lent>;
  /** This package's pool can be told not to wait for its server. */
  lease?(options: { readonly attempts: number }): Promise<Lent>;
}

interface Lent extends Queryable {
  release(): void;
}

/** How long the sizes of chunks are told again: they are dear to read and change slowly. */
const SIZES_MS = 60_000;

/** Prometheus gives up after 10 s by default. */
const LONGEST_MS = 8_000;

/**
 * Creates the page that Prometheus asks for. The database is read once for everybody who asks within
 * a few seconds, and never twice at once. Where it is away, the page says so and tells of the process
 * alone.
 */
export function createMetricsPage(
  database: { readonly pool: MetricsPool },
  { keepMs = 5_000 }: MetricsPageOptions = {},
): MetricsPage {
  const { pool } = database;
  const observer = createObserver({ sizesMs: SIZES_MS });
  let reading: Promise<MetricsReading> | undefined;
  let readAt = -Infinity;
  const kept = (): Promise<MetricsReading> => {
    if (reading === undefined || performance.now() - readAt > keepMs) {
      readAt = Infinity;
      reading = readOnce(pool, observer).finally(() => readAt = performance.now());
    }
    return reading;
  };
  return async (requests) =>
    renderExposition([...databaseFamilies(await kept()), ...processFamilies(pool, requests)]);
}

async function readOnce(pool: MetricsPool, observer: Observer): Promise<MetricsReading> {
  const begun = performance.now();
  const at = new Date();
  try {
    return await withDeadline(read(pool, observer), LONGEST_MS, () => new Error("slow"));
  } catch {
    // The page says that nothing was read; an alert is for that.
    const tookMs = performance.now() - begun;
    return {
      ...{ at, tookMs, observed: undefined, late: undefined },
      ...{ sources: undefined, connections: undefined },
    };
  }
}

async function read(pool: MetricsPool, observer: Observer): Promise<MetricsReading> {
  const client = await (pool.lease?.({ attempts: 1 }) ?? pool.connect());
  try {
    return await readMetrics(client, observer);
  } finally {
    client.release();
  }
}
