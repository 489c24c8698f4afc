import { StrataError } from "../../base/errors.ts";
import { readConflicts } from "./conflict_examples.ts";
import { leaveOutBadRows } from "./leave_out.ts";
import { ConflictError, type RowConflict } from "../refuse/conflict_error.ts";
import type { Source } from "../stage/source.ts";
import {
  anyStoredStatement,
  carefulStatement,
  insertStatement,
  mergeStatement,
  replaceStatement,
} from "../stage/statements.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import type { WriteOutcome } from "../refuse/write_outcome.ts";
import { type DrizzleTarget, runOne } from "../stage/write_target.ts";

/** What to do with a row whose key is stored with other values. */
export type OnConflict = "keep" | "replace" | "error";

/** How the rows of a source are written. */
export interface WriteJob {
  readonly plan: TablePlan;
  readonly onConflict: OnConflict;
  /** Whether rows that the server refuses are left out. */
  readonly collects: boolean;
  readonly maxExamples: number;
}

/**
 * Writes rows as fast as it goes where no key comes twice and nobody else writes the same ones; with
 * a row failure where that is not so.
 */
export async function writeQuickly(
  tx: DrizzleTarget,
  source: Source,
  job: WriteJob,
): Promise<WriteOutcome> {
  const { plan } = job;
  // A question of 1 ms that spares 20,000 new rows a join of 10.
  const isNew = source.count >= WORTH_ASKING &&
    !(await runOne<{ found: boolean }>(tx, anyStoredStatement(plan, source))).found;
  const write = isNew ? insertStatement : mergeStatement;
  const counts = await runOne<Counts>(tx, write(plan, source));
  if (counts.inserted < counts.absent) {
    return await mergeCarefully(tx, source, job, counts.inserted);
  }
  return await settle(tx, source, { job, counts });
}

/**
 * Writes rows whatever they are: with keys that come several times, against other writers, and, where
 * rows are collected, without those that the server refuses.
 *
 * @throws {RowsError} Where the server refuses rows and they are not collected.
 */
export async function writeCarefully(
  tx: DrizzleTarget,
  source: Source,
  job: WriteJob,
): Promise<WriteOutcome> {
  const { result, bad } = await leaveOutBadRows(tx, source, {
    ...job,
    attempt: carefulStatement,
    work: (savepoint, left) => mergeCarefully(savepoint, left, job),
  });
  return { ...result, ...bad };
}

interface Counts {
  readonly inserted: number;
  /** How many keys were not there. */
  readonly absent: number;
  readonly conflicting: number;
}

const WORTH_ASKING = 2_000;
const MOST_ROUNDS = 100;

async function mergeCarefully(
  tx: DrizzleTarget,
  source: Source,
  job: WriteJob,
  before = 0,
): Promise<WriteOutcome> {
  let inserted = before;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const counts = await runOne<Counts>(tx, carefulStatement(job.plan, source));
    inserted += counts.inserted;
    // Otherwise another writer was at it, or the server lost rows (#7672): look again.
    if (counts.inserted === counts.absent) {
      return await settle(tx, source, { job, counts: { ...counts, inserted } });
    }
  }
  throw new StrataError(
    `Cannot write into "${job.plan.name}": rows that were inserted are not there after ` +
      `${MOST_ROUNDS} rounds, look for a trigger or a rule on the table that takes them away`,
  );
}

/** Deals with the rows that are stored with other values. */
async function settle(
  tx: DrizzleTarget,
  source: Source,
  { job, counts }: { readonly job: WriteJob; readonly counts: Counts },
): Promise<WriteOutcome> {
  const { plan, onConflict, maxExamples } = job;
  if (counts.conflicting === 0) return outcomeOf(source, counts, []);
  const conflicts = await readConflicts(tx, plan, { source, limit: maxExamples });
  if (onConflict === "error") throw new ConflictError(plan.name, conflicts, counts.conflicting);
  if (onConflict === "keep") return outcomeOf(source, counts, conflicts);
  const replaced = await runOne<Omit<Counts, "absent">>(tx, replaceStatement(plan, source));
  const inserted = counts.inserted + replaced.inserted;
  return outcomeOf(source, { ...replaced, inserted }, conflicts);
}

function outcomeOf(
  source: Source,
  { inserted, conflicting }: Omit<Counts, "absent">,
  conflicts: readonly RowConflict[],
): WriteOutcome {
  const unchanged = source.count - inserted - conflicting;
  return { inserted, unchanged, conflicting, refused: 0, conflicts, problems: [] };
}
