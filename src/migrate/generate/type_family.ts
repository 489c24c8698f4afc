/** A group of types whose casts lose the same kind of information. */
export type TypeFamily = "text" | "number" | "date" | "instant" | "clock" | "other";

/** The parts of a type: `numeric(12,4)` has base `numeric`, size 12 and scale 4. */
export interface TypeParts {
  readonly base: string;
  readonly family: TypeFamily;
  readonly size: number | null;
  readonly scale: number | null;
  readonly isArray: boolean;
}

/** Parses a type as SQL or the catalog writes it. */
export function parseType(type: string): TypeParts {
  const text = type.toLowerCase().trim();
  const [, size, scale] = /\(\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?\)/.exec(text) ?? [];
  const isArray = text.endsWith("[]");
  const plain = text.replace(/\s*\([^)]*\)/, "").replaceAll("[]", "").trim();
  const base = aliases[plain] ?? plain;
  return {
    base,
    family: isArray ? "other" : families[base] ?? "other",
    // `char` without a length holds one character.
    size: size === undefined ? (base === "char" ? 1 : null) : Number(size),
    scale: scale === undefined ? (size === undefined ? null : 0) : Number(scale),
    isArray,
  };
}

const aliases: Readonly<Record<string, string>> = {
  "character varying": "varchar",
  character: "char",
  bpchar: "char",
  decimal: "numeric",
  int2: "smallint",
  int4: "integer",
  int: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamp",
  "time with time zone": "timetz",
  "time without time zone": "time",
};

const families: Readonly<Record<string, TypeFamily>> = {
  text: "text",
  varchar: "text",
  char: "text",
  smallint: "number",
  integer: "number",
  bigint: "number",
  numeric: "number",
  real: "number",
  "double precision": "number",
  date: "date",
  timestamp: "instant",
  timestamptz: "instant",
  time: "clock",
  timetz: "clock",
};
