import type { CsvLine } from "../read/csv_line.ts";
import { type MadeKind, madeTables } from "./made_tables.ts";

/** The fields of names to be made: `unit` for all of them, `GDP.unit` for one of them. */
export type CreateMapping = Readonly<Record<string, string>>;

/** Returns the columns of the file that texts refer to: `TITLE` for `{TITLE}`. */
export function columnsOfTexts(texts: readonly string[]): readonly string[] {
  return [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(COLUMN)].map(([, name = ""]) => name)),
    ),
  ];
}

/** Returns what is wrong with the fields of names to be made. */
export function createProblems(create: CreateMapping, kinds: readonly MadeKind[]): string[] {
  if (kinds.length === 0 && Object.keys(create).length > 0) {
    return ["leave out create (--create): the table has no series and no instruments"];
  }
  const fields = kinds.flatMap((kind) => madeTables[kind].fields);
  const wanted = [
    ...new Set([...fields, ...kinds.every((kind) => kind === "ticker") ? [] : ["source"]]),
  ];
  return Object.keys(create).flatMap((key) => {
    const { field } = parted(key);
    if (!wanted.some((one) => plain(one) === plain(field))) {
      return [`create (--create) gives "${key}", want one of ${wanted.join(", ")}`];
    }
    return plain(field) === "source" && create[key]?.match(COLUMN)
      ? ["create (--create) has a column as source, want the name of one source for all lines"]
      : [];
  });
}

/** Returns the text for a field of a name, the most specific one; undefined if there is none. */
export function textFor(
  create: CreateMapping,
  field: string,
  names: readonly string[],
): string | undefined {
  const given = Object.entries(create).map(([key, text]) => ({ ...parted(key), text }))
    .filter((one) => plain(one.field) === plain(field));
  for (const name of names) {
    const own = given.find((one) => one.name === name);
    if (own !== undefined) return own.text;
  }
  return given.find((one) => one.name === undefined)?.text;
}

/** Tells whether a text is the same for every line. */
export function isFixed(text: string): boolean {
  return text.match(COLUMN) === null;
}

/** Replaces the references to columns in a text by the cells of a line. */
export function filledIn(
  text: string,
  cells: CsvLine["cells"],
  places: ReadonlyMap<string, number>,
): string {
  return text.replace(COLUMN, (_, name: string) => cells[places.get(name) ?? -1] ?? "").trim();
}

const COLUMN = /\{([^{}]+)\}/g;

/** Splits a name from its field at the last dot, as a code may contain dots. */
function parted(key: string): { readonly name: string | undefined; readonly field: string } {
  const at = key.lastIndexOf(".");
  return at < 0
    ? { name: undefined, field: key }
    : { name: key.slice(0, at).trim(), field: key.slice(at + 1) };
}

function plain(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z]/g, "");
  return letters === "releasetimezone" || letters === "timezone" ? "zone" : letters;
}
