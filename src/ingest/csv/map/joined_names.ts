import { columnsOfTexts, filledIn, isFixed } from "../names/create_settings.ts";
import type { Lookup } from "../names/lookups.ts";
import type { NameReaders } from "../names/name_readers.ts";
import { placesNamed, type TargetColumn, targetNamed } from "./columns.ts";
import type { MappedField } from "./row_mapper.ts";

/** Names that a mapping builds from columns: `{ series: "WB/{Country Code}.{Indicator}" }`. */
export interface JoinedNames {
  readonly fields: readonly MappedField[];
  /** The columns they are built from. */
  readonly places: readonly number[];
  /** The other constants. */
  readonly set: Readonly<Record<string, unknown>>;
}

/** Finds them among the constants, and adds columns that do not exist to the problems. */
export async function joinedNames(
  { set, header, lookups, targets, readers, problems }: {
    readonly set: Readonly<Record<string, unknown>>;
    readonly header: readonly string[];
    readonly lookups: readonly Lookup[];
    readonly targets: readonly TargetColumn[];
    readonly readers: NameReaders;
    readonly problems: string[];
  },
): Promise<JoinedNames> {
  const fields: MappedField[] = [];
  const used: number[] = [];
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(set)) {
    const lookup = lookups.find(({ key }) => key === targetNamed(targets, name)?.key);
    if (lookup === undefined || typeof value !== "string" || isFixed(value)) {
      rest[name] = value;
      continue;
    }
    const columns = columnsOfTexts([value]);
    const found = placesNamed(header, columns, problems);
    const places = new Map(columns.map((column, i) => [column, found[i] ?? -1]));
    used.push(...found);
    fields.push({
      ...{ key: lookup.column, name: lookup.key, place: -1 },
      read: await readers.of(lookup),
      text: (cells) => filledIn(value, cells, places),
    });
  }
  return { fields, places: used, set: rest };
}
