import type { TaskContext } from "../../cli/mod.ts";
import { shortfallText } from "../../migrate/mod.ts";
import { describeAnswer } from "../../sample/mod.ts";
import { reportLines } from "../verify/mod.ts";
import type { StartResult } from "./start_project.ts";

/** The document of `start --json`. */
export function startDocument(result: StartResult): unknown {
  const { stack, settings, migrated, sample, verified, answer } = result;
  return {
    ok: verified.ok,
    stack: { ...stack.state, reason: stack.reason, started: stack.started },
    migrations: {
      applied: migrated.actions.map(({ migration, kind, durationMs }) => ({
        id: migration,
        kind,
        durationMs,
      })),
      deferred: migrated.deferred,
    },
    sample,
    verify: verified,
    url: String(settings.database.url),
    answer: answer.map(({ asOf, value, releaseTime }) => ({ asOf, value, releaseTime })),
  };
}

/** The result of a start for people: what changed, the checks, the answer, what to try next. */
export function startLines(
  result: StartResult,
  statusWord: TaskContext["statusWord"],
): readonly string[] {
  const { settings, verified, answer } = result;
  const known = answer.some(({ value }) => value !== null);
  return [
    ...changeLines(result),
    "",
    ...reportLines(verified, statusWord),
    ...(known ? ["", ...describeAnswer(answer)] : []),
    "",
    `Database: ${settings.database.url}`,
    "Try next: deno task migrate status, deno task verify --strict, deno task down",
  ];
}

function changeLines({ stack, migrated, sample }: StartResult): readonly string[] {
  const rows = Object.values(sample.rows).reduce((sum, count) => sum + count, 0);
  const waiting = migrated.deferred.reduce((sum, { titles }) => sum + titles.length, 0);
  const changed = stack.started || migrated.actions.length > 0 || sample.loaded;
  return [
    stack.started
      ? `Stack: started with the backend ${stack.state.backend} (${stack.reason})`
      : `Stack: runs already, with the backend ${stack.state.backend}`,
    `Migrations: ${
      migrated.actions.length === 0 ? "nothing to apply" : `${migrated.actions.length} applied`
    }` +
    (waiting === 0 ? "" : `, ${waiting} steps deferred (${shortfallText(migrated.server)})`),
    sample.loaded
      ? `Sample: ${rows} rows of real figures into ${Object.keys(sample.rows).length} tables`
      : "Sample: left alone, the database holds data",
    ...(changed ? [] : ["Nothing was left to do."]),
  ];
}
