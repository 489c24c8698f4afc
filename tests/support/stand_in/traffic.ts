/** A request that a stand-in received; `parameters` do not include secrets. */
export interface ReceivedRequest {
  /** The path, such as `/fred/series`. */
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The time in milliseconds, by the clock of {@linkcode Traffic}. */
  readonly at: number;
  /** The status of the answer. */
  readonly status: number;
  readonly userAgent: string | null;
  readonly ifNoneMatch: string | null;
  readonly ifModifiedSince: string | null;
}

/** A rate limit: the maximum number of requests in a period. */
export interface RateRule {
  readonly requests: number;
  readonly withinMs: number;
}

/** The requests received, checked against rate limits. */
export class Traffic {
  /** All requests received, including refused ones, oldest first. */
  readonly requests: ReceivedRequest[] = [];
  readonly #accepted: number[] = [];
  readonly #rules: readonly RateRule[];
  readonly #clock: () => number;

  constructor(rules: readonly RateRule[], clock: () => number = () => performance.now()) {
    this.#rules = rules;
    this.#clock = clock;
  }

  /** The time of the clock in milliseconds. */
  get now(): number {
    return this.#clock();
  }

  /** Records a request, or returns the rule that it breaks. */
  admit(): RateRule | null {
    const now = this.#clock();
    const broken = this.#rules.find(({ requests, withinMs }) => {
      const earlier = this.#accepted.at(-requests);
      return earlier !== undefined && now - earlier < withinMs;
    });
    if (broken === undefined) this.#accepted.push(now);
    return broken ?? null;
  }

  /** Counts the requests to one endpoint or to all. */
  count(endpoint?: string): number {
    return this.requests.filter((one) => endpoint === undefined || one.endpoint === endpoint)
      .length;
  }

  /** Counts the requests by endpoint. */
  get counts(): Record<string, number> {
    const groups = Object.groupBy(this.requests, ({ endpoint }) => endpoint);
    return Object.fromEntries(
      Object.entries(groups).map(([name, some]) => [name, some?.length ?? 0]),
    );
  }

  /** Returns the highest number of requests in any window of this length; a minute by default. */
  busiest(withinMs: number = 60_000): number {
    const times = this.requests.map(({ at }) => at);
    let first = 0;
    return times.reduce((most, time, index) => {
      while (time - (times[first] ?? time) >= withinMs) first++;
      return Math.max(most, index - first + 1);
    }, 0);
  }
}
