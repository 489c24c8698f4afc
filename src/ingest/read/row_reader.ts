import { StrataError } from "../../base/errors.ts";

/** A source of rows: an array, or anything that yields them one by one. */
export type RowSource<Row> = Iterable<Row> | AsyncIterable<Row>;

/** The options of a reader. */
export interface RowReaderOptions {
  /** Ends the reading, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long the source may take to yield a row, in milliseconds. */
  readonly stallTimeoutMs: number;
}

/**
 * Reads rows one by one. A source that neither yields a row nor fails is abandoned after a time
 * limit, or at once if the signal aborts: it is told to finish, and not awaited.
 */
export class RowReader<Row> implements Disposable {
  /** How many rows were read. */
  count = 0;
  readonly #source: Iterator<Row> | AsyncIterator<Row>;
  readonly #options: RowReaderOptions;
  readonly #watch: ReturnType<typeof setInterval> | undefined;
  #waiting: { readonly since: number; readonly reject: (error: unknown) => void } | undefined;
  #isDone = false;

  /** Starts reading. */
  constructor(rows: RowSource<Row>, options: RowReaderOptions) {
    this.#options = options;
    const isAsync = Symbol.asyncIterator in rows;
    this.#source = isAsync ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
    if (!isAsync) return;
    const every = Math.min(options.stallTimeoutMs / 4, 1_000);
    this.#watch = setInterval(() => this.#refuseStall(), every);
    options.signal?.addEventListener("abort", this.#abort);
  }

  /** Returns the next row, without a promise if the source yields it without one. */
  next(): IteratorResult<Row> | Promise<IteratorResult<Row>> {
    const step = this.#source.next();
    if (!(step instanceof Promise)) return this.#took(step);
    const { signal } = this.#options;
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      this.#waiting = { since: performance.now(), reject };
      step.then((result) => {
        this.#waiting = undefined;
        resolve(this.#took(result));
      }, (error) => {
        this.#isDone = true;
        reject(error);
      });
    });
  }

  /** Tells a source with more rows to finish. */
  [Symbol.dispose](): void {
    clearInterval(this.#watch);
    this.#options.signal?.removeEventListener("abort", this.#abort);
    if (this.#isDone) return;
    // A stalled generator never answers: waiting for it would never end.
    const finished = this.#source.return?.();
    if (finished instanceof Promise) finished.catch(() => {});
  }

  #took(result: IteratorResult<Row>): IteratorResult<Row> {
    if (result.done) this.#isDone = true;
    else this.count++;
    return result;
  }

  readonly #abort = (): void => this.#waiting?.reject(this.#options.signal?.reason);

  #refuseStall(): void {
    const { stallTimeoutMs } = this.#options;
    if (this.#waiting === undefined) return;
    if (performance.now() - this.#waiting.since < stallTimeoutMs) return;
    this.#waiting.reject(
      new StrataError(
        `Cannot read the rows: their source gave none for ${stallTimeoutMs} ms after row ` +
          `${this.count}, look at the source or raise stallTimeoutMs`,
      ),
    );
  }
}
