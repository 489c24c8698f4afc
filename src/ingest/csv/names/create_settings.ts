import type { CsvLine } from "../read/csv_line.ts";
import { type MadeKind, madeTables } from "./made_tables.ts";

/** What a mapping says of names that are to be made: `unit`, and `GDP.unit` for one of them alone. */
export type CreateMapping = Readonly<Record<string, string>>;

/** Names the columns of a file that texts take from its lines: `TITLE` of `{TITLE}`. */
export function columnsOfTexts(texts: readonly string[]): readonly string[] {
  return [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(COLUMN)].map(([, name = ""]) => name)),
    ),
  ];
}

/** Says which of the fields of a mapping are none of what can be made. */
export function createProblems(create: CreateMapping, kinds: readonly MadeKind[]): string[] {
  if (kinds.length === 0 && Object.keys(create).length > 0) {
    return ["create (--create) has no meaning there: the table knows no series and no instruments"];
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
      ? ["create (--create) takes one source for all lines: name it"]
      : [];
  });
}

/** The text that a mapping gives a field of a name, the most particular one; undefined where none. */
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

/** Answers whether a text is the same for every line. */
export function isFixed(text: string): boolean {
  return text.match(COLUMN) === null;
}

/** Fills in what a text takes from a line. */
export function filledIn(
  text: string,
  cells: CsvLine["cells"],
  places: ReadonlyMap<string, number>,
): string {
  return text.replace(COLUMN, (_, name: string) => cells[places.get(name) ?? -1] ?? "").trim();
}

const COLUMN = /\{([^{}]+)\}/g;

/** A code may hold points itself: what is behind the last one is the field. */
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
