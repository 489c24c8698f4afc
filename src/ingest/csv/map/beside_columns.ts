import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { placesNamed } from "./columns.ts";
import type { RowMap } from "./row_mapper.ts";

/** Columns of a file that say something about its lines but are not loaded themselves. */
export interface BesideColumns {
  readonly where: NonNullable<RowMap["where"]>;
  readonly lastActual: number | undefined;
  /** Columns without a name, whose cells must be empty. */
  readonly nameless: readonly number[];
  /** All other columns. */
  readonly rest: readonly number[];
}

/** Finds them among the columns that match none of the table. */
export function besideColumns(
  { header, mapping, rest, problems }: RestColumns & { readonly problems: string[] },
): BesideColumns {
  const where = placesNamed(header, Object.keys(mapping.where ?? {}), problems);
  const [lastActual] = placesNamed(
    header,
    mapping.lastActual === undefined ? [] : [mapping.lastActual],
    problems,
  );
  const nameless = mapping.ignore === "rest"
    ? []
    : rest.filter((place) => header[place] === "" && place > 0);
  const beside = new Set([...where, ...nameless, lastActual]);
  return {
    where: Object.values(mapping.where ?? {}).map((texts, i) => ({
      place: where[i] ?? -1,
      texts: new Set(texts),
    })),
    lastActual,
    nameless,
    rest: rest.filter((place) => !beside.has(place)),
  };
}

/** The columns that match none of the table. */
export interface RestColumns {
  readonly header: readonly string[];
  readonly mapping: CsvMapping;
  readonly rest: readonly number[];
}
