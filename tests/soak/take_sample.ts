// @ts-types="@types/pg"
import type pg from "pg";
import { openClient } from "../support/mod.ts";
import { APPLICATION, type Place } from "./place.ts";
import type { PlaceSample, Sample } from "./sample.ts";
import type { SoakLog } from "./soak_log.ts";

const MIB = 1024 * 1024;

/** How long a server may take to tell of itself. */
const LIMIT_MS = 2_000;

/** Looks at this process and its servers, past the faults. */
export class Sampler implements AsyncDisposable {
  readonly #places: readonly Place[];
  readonly #log: SoakLog;
  readonly #clients = new Map<Place, pg.Client>();
  readonly #start = performance.now();

  /** Begins at zero seconds. */
  constructor(places: readonly Place[], log: SoakLog) {
    this.#places = places;
    this.#log = log;
  }

  /** Takes a sample into the log. */
  async take(): Promise<void> {
    const [descriptors, ...seen] = await Promise.all([
      countDescriptors(),
      ...this.#places.map((place) => this.#look(place)),
    ]);
    const { rss, heapUsed } = Deno.memoryUsage();
    const sample: Sample = {
      seconds: Math.round((performance.now() - this.#start) / 100) / 10,
      rss: Math.round(rss / MIB * 10) / 10,
      heap: Math.round(heapUsed / MIB * 10) / 10,
      descriptors,
      places: Object.fromEntries(this.#places.map(({ name }, i) => [name, seen[i] ?? null])),
      ...this.#log.takeRecent(),
    };
    this.#log.samples.push(sample);
  }

  /** Ends its own connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients.values()) await client.end().catch(() => {});
  }

  async #look(place: Place): Promise<PlaceSample | null> {
    const limit = Promise.withResolvers<null>();
    const timer = setTimeout(() => limit.resolve(null), LIMIT_MS);
    try {
      const seen = await Promise.race([this.#ask(place), limit.promise]);
      if (seen === null) this.#forget(place);
      return seen;
    } catch {
      // The server was stopped by a fault: the next sample connects again.
      this.#forget(place);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  #forget(place: Place): void {
    void this.#clients.get(place)?.end().catch(() => {});
    this.#clients.delete(place);
  }

  async #ask(place: Place): Promise<PlaceSample | null> {
    let client = this.#clients.get(place);
    if (client === undefined) this.#clients.set(place, client = await openClient(place.url));
    const { rows } = await client.query<PlaceSample>(
      `select
        (select count(*)::int from pg_stat_activity
          where datname = current_database() and application_name = $1) as backends,
        (select count(*)::int from pg_locks l join pg_stat_activity a using (pid)
          where not l.granted and a.datname = current_database()) as waits`,
      [APPLICATION],
    );
    return rows[0] ?? null;
  }
}

/** Counts the open descriptors of this process; null where the machine does not tell. */
export async function countDescriptors(): Promise<number | null> {
  try {
    // Deno reads this folder itself only with every permission.
    const { success, stdout } = await new Deno.Command("ls", {
      args: [`/proc/${Deno.pid}/fd`],
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trimEnd().split("\n").length : null;
  } catch {
    return null;
  }
}
