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

/** How to write the rows of a source. */
export interface WriteJob {
  readonly plan: TablePlan;
  readonly onConflict: OnConflict;
  /** Whether rows that the server refuses are left out. */
  readonly collects: boolean;
  readonly maxExamples: number;
}

/**
 * Writes rows as fast as possible if no key occurs twice and no other writer uses the same keys;
 * otherwise fails with a row failure.
 */
export async function writeQuickly(
  tx: DrizzleTarget,
  source: Source,
  job: WriteJob,
): Promise<WriteOutcome> {
  const { plan } = job;
  // A query of 1 ms that can save 20,000 new rows a join of 10 ms.
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
 * Writes rows in every case: with keys that occur several times, with concurrent writers and, if
 * bad rows are collected, without those that the server refuses.
 *
 * @throws {RowsError} If the server refuses rows and they are not collected.
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
  /** How many keys were not stored. */
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
    // Otherwise another writer was active, or the server lost rows (#7672): check again.
    if (counts.inserted === counts.absent) {
      return await settle(tx, source, { job, counts: { ...counts, inserted } });
    }
  }
  throw new StrataError(
    `Cannot write into "${job.plan.name}": rows that were inserted are not there after ` +
      `${MOST_ROUNDS} rounds, look for a trigger or a rule on the table that takes them away`,
  );
}

/** Handles the rows that are stored with other values. */
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
