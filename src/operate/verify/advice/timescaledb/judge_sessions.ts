import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { count, duration } from "../words.ts";
import type { Session } from "./read_sessions.ts";

/** Judges the sessions: who keeps others waiting, and who leaves a transaction open. */
export function judgeSessions(sessions: readonly Session[], limits: AdviceLimits): Finding[] {
  return [...judgeWaits(sessions, limits), ...judgeIdle(sessions, limits)];
}

function judgeWaits(sessions: readonly Session[], { lockWaitMs }: AdviceLimits): Finding[] {
  const waiting = sessions.flatMap(({ waitMs, blockers }) =>
    waitMs !== null && waitMs >= lockWaitMs
      ? [...new Set(blockers)].map((blocker) => ({ blocker, waitMs }))
      : []
  );
  return [...Map.groupBy(waiting, ({ blocker }) => blocker)].map(([pid, waits]) => {
    const longest = Math.max(...waits.map(({ waitMs }) => waitMs));
    const holder = sessions.find((one) => one.pid === pid);
    return finding("lock-wait", {
      object: `process ${pid}`,
      sentence: `${count(waits.length, "session")} ${waits.length === 1 ? "waits" : "wait"} for ` +
        `${holder === undefined ? `process ${pid}` : nameOf(holder)}, the longest for ` +
        `${duration(longest)}; ending it rolls back what it does`,
      remedy: `select pg_terminate_backend(${pid});`,
    });
  });
}

function judgeIdle(sessions: readonly Session[], { idleMs }: AdviceLimits): Finding[] {
  return sessions
    .filter(({ state, stateMs }) =>
      state?.startsWith("idle in transaction") && stateMs !== null && stateMs >= idleMs
    )
    .map((session) =>
      finding("idle-in-transaction", {
        object: `process ${session.pid}`,
        sentence:
          `${nameOf(session)} has left a transaction open, which keeps its locks and holds ` +
          "vacuum back; ending it rolls it back",
        remedy: `select pg_terminate_backend(${session.pid});`,
      })
    );
}

function nameOf({ pid, application, user, state, stateMs }: Session): string {
  const who = [application, user ?? ""].filter((text) => text !== "").join(", ");
  const since = state === null || stateMs === null ? "" : `, ${state} for ${duration(stateMs)}`;
  return `process ${pid} (${who}${since})`;
}
