/** The schema and name of a relation. */
export interface RelationName {
  /** The schema. */
  readonly schema: string;
  /** The name within it. */
  readonly name: string;
}

/**
 * Parses the name of a relation in a migration or declaration: `ohlcv` is in schema `public`,
 * `crypto.ohlcv` names its schema. Names are exact, as in Drizzle: `Ohlcv` is the table that SQL
 * calls `"Ohlcv"`, without folding to lower case. A part may be in double quotes as in SQL, and
 * must be if it holds a dot: `"Raw"."Trade Bars"` is `Raw.Trade Bars`.
 *
 * @throws {TypeError} If the text has more than two parts, an empty one, or an unclosed quote.
 */
export function parseRelation(text: string): RelationName {
  const match = namePattern.exec(text);
  if (match === null) {
    throw new TypeError(
      `Cannot read "${text}" as a table: write "table" or "schema.table", a part with a dot in it in ` +
        'double quotes, as in "Raw"."1.5 Bars"',
    );
  }
  const [first = "", second] = match.slice(1).flatMap((part) =>
    part === undefined ? [] : [readPart(part)]
  );
  return second === undefined ? { schema: "public", name: first } : { schema: first, name: second };
}

/**
 * Formats the name for people, without the schema `public`; {@linkcode parseRelation} parses it.
 */
export function formatRelation({ schema, name }: RelationName): string {
  return schema === "public" ? writePart(name) : `${writePart(schema)}.${writePart(name)}`;
}

const part = String.raw`("(?:[^"]|"")+"|[^".][^.]*)`;
const namePattern = new RegExp(String.raw`^${part}(?:\.${part})?$`);

function readPart(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function writePart(name: string): string {
  return /[".]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
