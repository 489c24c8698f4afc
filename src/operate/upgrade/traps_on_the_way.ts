import { findTraps, type VersionTrap } from "../versions/mod.ts";
import type { UpgradeFacts } from "./upgrade_facts.ts";

/** Those that a plan tells in words of its own, or that no update changes. */
const TOLD_ELSEWHERE = new Set([
  "apache-edition",
  "extension-older-than-library",
  "postgres-not-supported",
  "restoring-mode",
]);

/** Finds the known traps of the installed version: those that the update ends, and those that stay. */
export function trapsOnTheWay(
  facts: UpgradeFacts,
  target: string | null,
): { readonly mended: readonly VersionTrap[]; readonly remaining: readonly VersionTrap[] } {
  const { installed } = facts;
  if (installed === null) return { mended: [], remaining: [] };
  const now = trapsOf(facts, installed);
  const then = trapsOf(facts, target ?? installed);
  const stays = ({ code }: VersionTrap) => then.some((trap) => trap.code === code);
  return { mended: now.filter((trap) => !stays(trap)), remaining: then };
}

function trapsOf(facts: UpgradeFacts, timescaledb: string): VersionTrap[] {
  const { postgres, postgresMajor, isCommunity } = facts;
  return findTraps({
    postgres,
    postgresMajor,
    timescaledb,
    schema: null,
    edition: isCommunity === false ? "apache" : "community",
    available: timescaledb,
    restoring: false,
  }).filter(({ code }) => !TOLD_ELSEWHERE.has(code));
}
