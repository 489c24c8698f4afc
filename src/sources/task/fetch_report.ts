import type { TaskContext } from "../../cli/mod.ts";
import type { FetchOutcome } from "../run/fetch_followed.ts";
import type { FetchProgress } from "../run/fetch_series.ts";
import type { FollowedState } from "./followed_state.ts";

/** One line on how the fetch of a series ended. */
export function outcomeLine(outcome: FetchOutcome, statusWord: TaskContext["statusWord"]): string {
  const name = `${outcome.source}/${outcome.code}`;
  if ("error" in outcome) {
    const state = outcome.error.message.replace(`Cannot fetch "${name}": `, "");
    return `${statusWord("fail")}  ${name}  ${state}`;
  }
  const { given, inserted, changed, requests } = outcome.summary;
  const parts = [
    inserted === 0 ? "nothing new" : `${count(inserted)} new of ${count(given)} values`,
    ...(changed === 0 ? [] : [`${count(changed)} differ from what was stored`]),
    `${count(requests)} ${requests === 1 ? "request" : "requests"}`,
  ];
  return `${statusWord("pass")}  ${name}  ${parts.join(", ")}`;
}

/** The progress of a fetch. */
export function progressText(name: string, { requests, left, inserted }: FetchProgress): string {
  return `${name}, ${count(requests)} requests, ${count(left)} left in the minute, ` +
    `${count(inserted)} new`;
}

/** The document of the fetches. */
export function outcomeDocument(outcomes: readonly FetchOutcome[]): unknown {
  return {
    ok: outcomes.every((one) => "summary" in one),
    fetched: outcomes.map((one) =>
      "summary" in one ? { ok: true, ...one.summary } : {
        ok: false,
        source: one.source,
        code: one.code,
        error: one.error.message,
        reason: "code" in one.error ? one.error.code : undefined,
      }
    ),
  };
}

/** The table of what is followed. */
export function followedLines(
  followed: readonly FollowedState[],
  style: TaskContext["style"],
): readonly string[] {
  const rows = followed.map((one) => [
    `${one.source}/${one.code}`,
    minute(one.succeededAt),
    one.newestObservation ?? "",
    minute(one.newestRelease),
    minute(one.nextRelease?.expectedAt ?? null),
    stateOf(one),
  ]);
  const head = [
    "series",
    "last success",
    "newest observation",
    "newest release",
    "next release",
    "state",
  ];
  const widths = head.map((text, column) =>
    Math.max(text.length, ...rows.map((row) => row[column]?.length ?? 0))
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) =>
      column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)
    )
      .join("  ");
  return [style("dim", line(head)), ...rows.map(line)];
}

function stateOf({ source, code, error, succeededAt, overdue }: FollowedState): string {
  if (error !== null) return error.replace(`Cannot fetch "${source}/${code}": `, "failed: ");
  if (succeededAt === null) return "not fetched yet";
  if (overdue === null) return "ok";
  const { period, expectedAt } = overdue;
  // What was not asked for since its hour may well be out.
  const word = succeededAt < expectedAt ? "to be fetched" : "late";
  return `${word}: ${period} was due ${minute(expectedAt)}`;
}

function minute(instant: Date | null): string {
  return instant === null ? "" : `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
