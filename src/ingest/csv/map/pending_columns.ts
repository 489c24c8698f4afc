import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { columnsOfTexts, createProblems } from "../names/create_settings.ts";
import type { Lookup } from "../names/lookups.ts";
import { PendingNames } from "../names/pending_names.ts";
import { placesNamed, type TargetColumn, targetNamed } from "./columns.ts";

/**
 * Returns the names that a mapping makes, and the columns of the file that they are filled from.
 */
export function pendingNames(
  { file, header, lookups, mapping, problems }: {
    readonly file: string;
    readonly header: readonly string[];
    readonly lookups: readonly Lookup[];
    readonly mapping: CsvMapping;
    readonly problems: string[];
  },
): { readonly pending: PendingNames | undefined; readonly places: readonly number[] } {
  const { create } = mapping;
  if (create === undefined) return { pending: undefined, places: [] };
  problems.push(...createProblems(create, lookups.map(({ key }) => key)));
  const columns = columnsOfTexts(Object.values(create));
  const places = placesNamed(header, columns, problems);
  const named = new Map(columns.map((name, i) => [name, places[i] ?? -1]));
  return { pending: new PendingNames({ file, create, places: named }), places };
}

/** The source of codes of series that do not name one themselves. */
export function sourceGiven(
  targets: readonly TargetColumn[],
  { create = {}, set = {} }: CsvMapping,
): string | undefined {
  const named = Object.entries(set).find(([name]) => targetNamed(targets, name)?.key === "source");
  const source = create["source"] ?? named?.[1];
  return typeof source === "string" ? source : undefined;
}
