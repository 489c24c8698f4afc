/** How many requests of a path ended with a status. */
export interface ServedRequests {
  /** The path as the API's document writes it; undefined for one that there is not. */
  readonly route: string | undefined;
  /** The HTTP status. */
  readonly status: number;
  /** How many, since the API was created. */
  readonly count: number;
}

/** Counts requests by route and status, which are few. */
export class RequestCounter {
  readonly #counts = new Map<string, ServedRequests>();

  /** Counts a request that was answered. */
  add(route: string | undefined, status: number): void {
    const key = `${route} ${status}`;
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { route, status, count });
  }

  /** The counts, by route and status. */
  list(): readonly ServedRequests[] {
    return [...this.#counts].sort(([a], [b]) => a < b ? -1 : 1).map(([, counted]) => counted);
  }
}
