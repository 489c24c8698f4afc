import type { Queryable } from "../../../base/sql/mod.ts";
import type { Question } from "../../question/mod.ts";
import { parseQuestion, questionSchemas } from "../../question/mod.ts";

/** The clocks of a server. */
export interface ServerClock {
  /** Its time now, in UTC with microseconds. */
  readonly now: string;
  /** The last instant whose rows are all visible: before the oldest transaction under way. */
  readonly settled: string;
}

/**
 * Reads a server's clock. A row bears the time at which its transaction began, and is seen when that
 * ends: what a running one wrote would appear later with an earlier time.
 */
export async function serverClock(source: Queryable): Promise<ServerClock> {
  const utc = (instant: string) =>
    `to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  const { rows } = await source.query<ServerClock>(
    `select ${utc("now()")} as now, ${
      utc("least(now(), oldest) - interval '1 microsecond'")
    } as settled
    from (select min(xact_start) as oldest from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend') active`,
  );
  const [clock] = rows;
  if (clock === undefined) throw new TypeError("Cannot read the server's clock: it gave no row");
  return clock;
}

/** Sets the second clock of a question that has one and does not say it. */
export function fixClock(question: Question, { settled }: ServerClock): Question {
  if (!("knownTo" in questionSchemas[question.kind].shape)) return question;
  if ("knownTo" in question && question.knownTo !== undefined) return question;
  return parseQuestion({ ...question, knownTo: settled });
}

/** Whether a question's second clock is set, so that later writing cannot change its answer. */
export function isFixed(question: Question): boolean {
  return "knownTo" in question && question.knownTo !== undefined;
}
