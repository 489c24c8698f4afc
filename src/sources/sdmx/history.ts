import type { VintageKind } from "../../schema/mod.ts";
import type { SourceVintage, VintagePage } from "../source.ts";
import { changed, type SdmxRow } from "./ask_rows.ts";

/** How many values a page holds, if a release does not hold more. */
const PAGE = 5_000;

/**
 * Turns the versions of a series into pages by release: a value replaces what was there at
 * `VALID_FROM`, and is gone at `VALID_TO`. The first release of an archive that holds more than one
 * observation is `pseudo`, because it dates years at once.
 */
export function* historyPages(
  rows: readonly SdmxRow[],
  { isFirst, at, named }: {
    readonly isFirst: boolean;
    readonly at: Date;
    readonly named: { readonly source: string; readonly series: string };
  },
): Generator<VintagePage> {
  const versions = rows.map((row) => versionOf(row, named));
  const replaced = new Set(versions.filter(({ isGone }) => !isGone).map(keyOf));
  const releases = [
    ...Map.groupBy(
      // A value that is replaced at the instant at which it goes does not go.
      versions.filter((version) => !version.isGone || !replaced.has(keyOf(version))),
      ({ instant }) => instant,
    ),
  ].sort(([a], [b]) => a - b);
  let page: SourceVintage[] = [];
  for (const [index, [instant, values]] of releases.entries()) {
    const kind: VintageKind = isFirst && index === 0 && values.length > 1 ? "pseudo" : "native";
    const releaseTime = new Date(Math.min(instant, at.getTime()));
    page.push(
      ...values.map(({ observationDate, value }) => ({
        observationDate,
        value,
        releaseTime,
        kind,
      })),
    );
    if (page.length < PAGE && index < releases.length - 1) continue;
    yield { vintages: page, cursor: releaseTime.toISOString() };
    page = [];
  }
}

interface Version {
  readonly observationDate: string;
  readonly value: string | null;
  readonly isGone: boolean;
  readonly instant: number;
}

function versionOf(
  row: SdmxRow,
  named: { readonly source: string; readonly series: string },
): Version {
  const isGone = row.cell("ACTION").toLowerCase() === "delete";
  const column = isGone ? "VALID_TO" : "VALID_FROM";
  const text = row.cell(column);
  const instant = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(instant)) throw changed(`"${text}" in ${column} is no instant`, named);
  const { observationDate, value } = row;
  return { observationDate, value: isGone ? null : value, isGone, instant };
}

function keyOf({ observationDate, instant }: Version): string {
  return `${observationDate} ${instant}`;
}
