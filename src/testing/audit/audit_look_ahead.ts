import { StrataError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import type { AuditLookAheadOptions, Model } from "./audit_options.ts";
import { type Answer, AuditSession, type Run } from "./audit_session.ts";
import { differingRead } from "./differing_read.ts";
import {
  type DifferenceOptions,
  firstDifference,
  type ValueDifference,
} from "./first_difference.ts";
import { alterFuture, type Direction, dropFuture, findTables, horizonOf } from "./future/mod.ts";
import type { LookAheadFinding, LookAheadReport } from "./report.ts";
import { reportText, wherePath } from "./report_text.ts";

/**
 * Audits a model for looking ahead: runs it on the data as they are, then on other futures, and
 * compares the answers by structure. In one, everything that was not known at the instant is
 * dropped; in two more it is altered, up and down, with rows added that become known the moment
 * after: a revision, a period, a bar that has just begun, a listing, a change of the schedule, and
 * other metadata of today. A model that is right cannot tell them apart; one that looks ahead gives
 * another answer, and the report names the first read that differed.
 *
 * Not known are: releases after the instant; bars, candles and buckets of continuous aggregates
 * that are not finished; curves, surfaces and signals of a day that is not over in UTC; calendar
 * entries and expectations told later; with `knownTo`, what was stored later. Pass `tables` for
 * tables of your own, or where bars are known sooner than their length after their start.
 *
 * The model gets one connection in a transaction that is always rolled back, writes and all; its own
 * transactions become savepoints, and statements that would leave the transaction are refused. It
 * sees one state of the database, whatever others write, but its rows are locked against them while
 * they are altered: use a test's database. Only sequences that the model draws from move on.
 *
 * Everything after the instant is written three times: 500,000 rows in compressed chunks take
 * minutes. A few months after the instant are enough to find a leak.
 *
 * @throws {TypeError} If an instant is not valid.
 * @throws {RangeError} If a table in `tables` does not exist.
 * @throws {StrataError} If the model runs no statement on the database it is given, if there is
 * nothing after the instant to change, or if the server does not let rows be changed.
 * @throws Whatever the model throws on the data as they are.
 *
 * @example
 * ```ts
 * import { createDatabase, latest } from "@strata/foundation";
 * import { auditLookAhead } from "@strata/foundation/testing";
 *
 * async function audit(): Promise<void> {
 *   await using database = createDatabase();
 *   const at = "2025-02-07T13:30:00Z";
 *   const report = await auditLookAhead(
 *     (db) => latest(db, { series: { source: "ALFRED", code: "PAYEMS" }, at, maxAge: null }),
 *     { database, at },
 *   );
 *   if (!report.ok) console.log(report.text);
 * }
 * ```
 */
export async function auditLookAhead<T, TSchema extends Record<string, unknown>>(
  model: Model<T, TSchema>,
  options: AuditLookAheadOptions<TSchema>,
): Promise<LookAheadReport> {
  const { database, at, knownTo, tables = {}, tolerance = 0, signal } = options;
  const horizon = horizonOf(at, knownTo);
  await using session = await AuditSession.open({ model, database, signal });
  const found = await findTables(session.client, { horizon, tables });
  let changed = 0;
  const counted = async (change: Promise<number>): Promise<void> => {
    changed = Math.max(changed, await change);
  };
  const alter = (direction: Direction) => (client: Queryable): Promise<void> =>
    counted(alterFuture(client, found, { horizon, direction }));
  const futures: Futures = {
    same: () => Promise.resolve(),
    rewritten: alter("kept"),
    dropped: (client) => counted(dropFuture(client, found)),
    raised: alter("raised"),
    lowered: alter("lowered"),
  };
  const first = await firstRun(session);
  const trial = new Trial({ session, futures, tolerance });
  const finding = await trial.find(first);
  if (finding === null && changed === 0) throw nothingToChange(horizon.at);
  const reads = first.reads.length;
  return {
    ok: finding === null,
    reads,
    finding,
    text: reportText(finding, { at: horizon.at, reads }),
  };
}

type Future = LookAheadFinding["future"];
type Futures = Readonly<Record<Future, (client: Queryable) => Promise<void>>>;

async function firstRun<TSchema extends Record<string, unknown>>(
  session: AuditSession<TSchema>,
): Promise<Run> {
  const run = await session.run();
  if ("error" in run.answer) throw run.answer.error;
  if (run.reads.length > 0) return run;
  throw new StrataError(
    "Cannot audit the model: it ran no statement on the database that it is given, read from its " +
      "parameter and not from another connection",
  );
}

/** An audit that changes nothing would pass every model. */
function nothingToChange(at: string): StrataError {
  return new StrataError(
    `Cannot audit the model: nothing in the database becomes known after ${
      at.split("'")[1]
    }, pass ` +
      'an instant with data before and after it, or name your own tables in "tables"',
  );
}

interface TrialOptions<TSchema extends Record<string, unknown>> extends DifferenceOptions {
  readonly session: AuditSession<TSchema>;
  readonly futures: Futures;
}

class Trial<TSchema extends Record<string, unknown>> {
  readonly #options: TrialOptions<TSchema>;

  constructor(options: TrialOptions<TSchema>) {
    this.#options = options;
  }

  /** Compares each future with the present. */
  async find(first: Run): Promise<LookAheadFinding | null> {
    const again = await this.#run("same");
    if (again.reads.length === 0) {
      throw new StrataError(
        "Cannot audit the model: it answers its second run from what it remembers, let it read anew",
      );
    }
    const unstable = this.#differ(first, again);
    if (unstable !== null) return await this.#tell("not deterministic", "same", unstable);
    for (const future of ["dropped", "raised", "lowered"] as const) {
      const finding = await this.#judge(first, future, await this.#run(future));
      if (finding !== null) return finding;
    }
    return null;
  }

  /** Tells a model that looks ahead from one that depends on the places of rows. */
  async #judge(first: Run, future: Future, other: Run): Promise<LookAheadFinding | null> {
    const difference = this.#differ(first, other);
    if (difference === null) return null;
    const unstable = this.#differ(first, await this.#run("same"));
    if (unstable !== null) return await this.#tell("not deterministic", "same", unstable);
    // Every row keeps its values here, and many move.
    const moved = await this.#run("rewritten");
    const shift = this.#differ(first, moved);
    const isNoise = shift !== null &&
      (this.#differ(first, moved, NOISE) !== null || this.#differ(first, other, NOISE) === null);
    return isNoise
      ? await this.#tell("row order", "rewritten", shift)
      : await this.#tell("look-ahead", future, difference);
  }

  async #tell(
    cause: LookAheadFinding["cause"],
    future: Future,
    { path, before, after }: ValueDifference,
  ): Promise<LookAheadFinding> {
    const present = await this.#run("same", { keep: true });
    const other = await this.#run(future, { keep: true });
    const read = differingRead(present.reads, other.reads, this.#options);
    return { cause, future, where: wherePath(path), before, after, read };
  }

  async #run(future: Future, options: { readonly keep?: boolean } = {}): Promise<Run> {
    const { session, futures } = this.#options;
    // A model that asks for the time answers the same within a tick of a clock.
    if (future === "same") await new Promise((resolve) => setTimeout(resolve, CLOCK_TICK_MS));
    return await session.run({ ...options, prepare: futures[future] });
  }

  #differ(a: Run, b: Run, options: DifferenceOptions = {}): ValueDifference | null {
    const { tolerance = 0 } = this.#options;
    return firstDifference(plain(a.answer), plain(b.answer), { tolerance, ...options });
  }
}

/** The coarsest clock: JavaScript's dates, and PostgreSQL's where it runs in WebAssembly. */
const CLOCK_TICK_MS = 2;

/** What rows in another order do: lists in another order, sums with other last digits. */
const NOISE: DifferenceOptions = { tolerance: 1e-9, unordered: true };

function plain(answer: Answer): unknown {
  return "error" in answer ? new Failure(answer.error) : answer.value;
}

/** An answer that is an error: never equal to a value, and equal to the same error. */
class Failure {
  readonly error: string;

  constructor(error: unknown) {
    this.error = String(error);
  }
}
