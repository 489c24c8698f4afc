import { type MadeKind, madeTables } from "./made_tables.ts";

/** The flags that make a name which is not there, with values to put right, as a shell takes them. */
export function createFlags(kind: MadeKind, name: string): string {
  const isBare = kind === "series" && !name.includes("/");
  const values = {
    ...kind === "source" ? { source: name } : isBare ? { source: "FRED" } : {},
    ...madeTables[kind].wanted,
  };
  const flags = Object.entries(values).map(([field, value]) => `--create ${field}=${word(value)}`);
  return `to make what is not there in the same call add ${flags.join(" ")}, each as is right`;
}

/** A text as a shell takes it for one word. */
function word(text: string): string {
  return /^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
