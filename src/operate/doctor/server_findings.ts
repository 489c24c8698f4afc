import type { ImageSettings } from "../../base/settings/mod.ts";
import { isAtLeast, MINIMUM_TIMESCALEDB } from "../../timescale/mod.ts";
import { findTraps, supportProblem, TESTED_VERSIONS, testedState } from "../versions/mod.ts";
import type { ServerFacts } from "./facts.ts";
import type { DoctorFinding } from "./finding.ts";

/** More than this is a clock that is wrong, not a slow answer. */
const CLOCK_LIMIT_MS = 2_000;

/** Says what the server is, which traps its versions have, and what the package was tested with. */
export function serverFindings(facts: ServerFacts): DoctorFinding[] {
  const { address, info, lostLibrary, problem, clockDifferenceMs } = facts;
  if (lostLibrary !== undefined) {
    return [{
      status: "warn",
      subject: "server",
      detail: `${address}: the database has TimescaleDB ${lostLibrary}, whose library the server ` +
        "has no more, so no statement works",
      remedy: "deno task upgrade",
    }];
  }
  if (info === undefined) {
    const detail = `${address}: ${problem ?? "no answer"}`;
    // A server that refuses is there: to start another one helps nobody.
    if (/refused the log-in|no such database/.test(detail)) {
      return [{ status: "warn", subject: "server", detail }];
    }
    return [{ status: "skip", subject: "server", detail, remedy: "deno task up" }];
  }
  const edition = { community: " Community", apache: " Apache edition", none: "" }[info.edition];
  const extension = info.timescaledb === null ? "" : `, TimescaleDB ${info.timescaledb}${edition}`;
  const detail = `${address}: PostgreSQL ${info.postgres}${extension}, ${testedState(info)}`;
  return [
    { status: "pass", subject: "server", detail },
    ...findTraps(info).map(({ code, sentence, remedy }): DoctorFinding => ({
      status: "warn",
      subject: code,
      detail: sentence,
      remedy,
    })),
    ...clockDifferenceMs === undefined ? [] : [clockFinding("server's clock", clockDifferenceMs)],
  ];
}

/** Judges how far another clock is from this machine's. */
export function clockFinding(subject: string, differenceMs: number): DoctorFinding {
  const seconds = Math.abs(differenceMs / 1_000);
  if (Math.abs(differenceMs) < CLOCK_LIMIT_MS) {
    return { status: "pass", subject, detail: "as this machine's" };
  }
  const direction = differenceMs > 0 ? "ahead of" : "behind";
  return {
    status: "warn",
    subject,
    detail: `${
      seconds.toFixed(0)
    } s ${direction} this machine's: what was known when depends on it`,
    remedy: "let both machines set their clocks by NTP",
  };
}

/** Says what the package was tested with. */
export function testedFinding(): DoctorFinding {
  const versions = TESTED_VERSIONS.map(({ timescaledb, edition, postgresMajor }) =>
    `${timescaledb} ${
      edition === "apache" ? "Apache edition" : "Community"
    } on PostgreSQL ${postgresMajor}`
  );
  return { status: "info", subject: "tested with", detail: `TimescaleDB ${versions.join(", ")}` };
}

/** Finds the traps that the tag of the database's image shows. */
export function imageFindings({ timescaledb: image }: ImageSettings): DoctorFinding[] {
  const [, version, major] = image.match(/:(\d+\.\d+\.\d+)-pg(\d+)/) ?? [];
  if (version === undefined) return [];
  const sentence = isAtLeast(version, MINIMUM_TIMESCALEDB)
    ? supportProblem(version, Number(major))
    : `TimescaleDB below ${MINIMUM_TIMESCALEDB} loses rows on compressed chunks`;
  if (sentence === undefined) return [];
  return [{
    status: "warn",
    subject: "TIMESCALEDB_IMAGE",
    detail: `${image}: ${sentence}`,
    remedy: "set it to a newer image",
  }];
}
