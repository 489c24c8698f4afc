import { formatRelation } from "../../../../../base/sql/mod.ts";
import { isAtLeast } from "../../../../../timescale/mod.ts";
import { type Finding, finding } from "../../finding.ts";
import { KNOWN_BUGS } from "./bugs.ts";
import type { KnownBug } from "./known_bug.ts";
import type { SchemaFacts, TableFacts } from "./schema_facts.ts";

/** Names the bugs of a version that touch a schema: one finding a bug, with the tables it touches. */
export function judgeKnownBugs(version: string, facts: SchemaFacts): Finding[] {
  return KNOWN_BUGS.filter((bug) => hasBug(version, bug)).flatMap((bug) => {
    const { touches, touchesDatabase } = bug;
    const tables = touches === undefined
      ? []
      : facts.tables.filter((table) => touches(table, facts));
    if (tables.length === 0 && touchesDatabase?.(facts) !== true) return [];
    return [toFinding(bug, { version, facts, tables })];
  });
}

function hasBug(version: string, { from, mendedIn }: KnownBug): boolean {
  return (from === null || isAtLeast(version, from)) &&
    (mendedIn === null || !isAtLeast(version, mendedIn));
}

/** Tables named in a sentence. */
const NAMED = 5;

function toFinding(
  { code, issues, mendedIn, sentence, remedy, remedyOfTable }: KnownBug,
  { version, facts, tables }: {
    readonly version: string;
    readonly facts: SchemaFacts;
    readonly tables: readonly TableFacts[];
  },
): Finding {
  const names = tables.map(({ relation }) => formatRelation(relation));
  const shown = names.slice(0, NAMED).join(", ");
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  const where = names.length === 0 ? "" : `, which touches ${shown}${more}`;
  const sources = issues.length === 0 ? "" : ` (${issues.join(", ")})`;
  const mended = mendedIn === null ? "no release is known to mend it" : `${mendedIn} mends it`;
  return finding(code, {
    ...(names.length === 1 && names[0] !== undefined ? { object: names[0] } : {}),
    sentence: `In TimescaleDB ${version} ${sentence}${sources}${where}; ${mended}`,
    remedy: remedyOfTable === undefined
      ? remedy?.(facts) ?? "alter extension timescaledb update;"
      : tables.map(remedyOfTable).join(" "),
  });
}
