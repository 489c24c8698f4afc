import { type MadeKind, madeTables } from "./made_tables.ts";

/** Returns the flags that would make a missing name, with sample values, quoted for a shell. */
export function createFlags(kind: MadeKind, name: string): string {
  const isBare = kind === "series" && !name.includes("/");
  const values = {
    ...kind === "source" ? { source: name } : isBare ? { source: "FRED" } : {},
    ...madeTables[kind].wanted,
  };
  const flags = Object.entries(values).map(([field, value]) => `--create ${field}=${word(value)}`);
  return `to make missing names in the same call, add ${flags.join(" ")} with the right values`;
}

/** Quotes a text as one word for a shell. */
function word(text: string): string {
  return /^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
