/** A request that a stand-in received; `parameters` are without the key. */
export interface ReceivedRequest {
  /** The path, such as `/fred/series`. */
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Milliseconds on the clock of {@linkcode Traffic}. */
  readonly at: number;
  /** The status of the answer. */
  readonly status: number;
  readonly userAgent: string | null;
  readonly ifNoneMatch: string | null;
  readonly ifModifiedSince: string | null;
}

/** At most so many requests within so long. */
export interface RateRule {
  readonly requests: number;
  readonly withinMs: number;
}

/** What came in, and whether it came too fast. */
export class Traffic {
  /** Everything received, refused requests included, oldest first. */
  readonly requests: ReceivedRequest[] = [];
  readonly #accepted: number[] = [];
  readonly #rules: readonly RateRule[];
  readonly #clock: () => number;

  constructor(rules: readonly RateRule[], clock: () => number = () => performance.now()) {
    this.#rules = rules;
    this.#clock = clock;
  }

  /** The clock's milliseconds. */
  get now(): number {
    return this.#clock();
  }

  /** Accepts a request, or returns the rule that it breaks. */
  admit(): RateRule | null {
    const now = this.#clock();
    const broken = this.#rules.find(({ requests, withinMs }) => {
      const earlier = this.#accepted.at(-requests);
      return earlier !== undefined && now - earlier < withinMs;
    });
    if (broken === undefined) this.#accepted.push(now);
    return broken ?? null;
  }

  /** How many requests came in, to one endpoint or to all. */
  count(endpoint?: string): number {
    return this.requests.filter((one) => endpoint === undefined || one.endpoint === endpoint)
      .length;
  }

  /** How many requests came to each endpoint. */
  get counts(): Record<string, number> {
    const groups = Object.groupBy(this.requests, ({ endpoint }) => endpoint);
    return Object.fromEntries(
      Object.entries(groups).map(([name, some]) => [name, some?.length ?? 0]),
    );
  }

  /** The highest count of requests in any window of this length, by default a minute. */
  busiest(withinMs: number = 60_000): number {
    const times = this.requests.map(({ at }) => at);
    let first = 0;
    return times.reduce((most, time, index) => {
      while (time - (times[first] ?? time) >= withinMs) first++;
      return Math.max(most, index - first + 1);
    }, 0);
  }
}
