import { z } from "zod";

/** The shape of what a database holds, in a manifest. */
export const contentsShape = z.object({
  /** By table, hypertable and continuous aggregate: rows, and a hash of all of them. */
  tables: z.record(z.string(), z.object({ rows: z.number(), hash: z.string() })),
  hypertables: z.record(z.string(), z.string()),
  chunks: z.record(z.string(), z.string()),
  aggregates: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.string()),
  objects: z.record(z.string(), z.string()),
  /** The ids and checksums of the migrations in the ledger. */
  migrations: z.record(z.string(), z.string()),
});

/**
 * What a database holds, as texts by name, so that two of them can be compared and a difference
 * named.
 */
export type Contents = z.infer<typeof contentsShape>;

/** Compares what was backed up with what was restored, and names each difference. */
export function compareContents(expected: Contents, found: Contents): readonly string[] {
  const problems: string[] = [];
  const { tables, ...lists } = expected;
  for (const [name, { rows, hash }] of Object.entries(tables)) {
    const other = found.tables[name];
    if (other === undefined) problems.push(`${name} is missing`);
    else if (other.rows !== rows) problems.push(`${name} has ${other.rows} rows, not ${rows}`);
    else if (other.hash !== hash) problems.push(`${name} has rows with other values`);
  }
  problems.push(...extra("table", tables, found.tables));
  for (const [kind, list] of Object.entries(lists)) {
    const word = WORDS[kind] ?? kind;
    // as: the same keys, from the same type.
    const others = found[kind as keyof typeof lists];
    for (const [name, text] of Object.entries(list)) {
      const other = others[name];
      if (other === undefined) problems.push(`${word} ${name} is missing`);
      else if (other !== text) problems.push(`${word} ${name} is "${other}", not "${text}"`);
    }
    problems.push(...extra(word, list, others));
  }
  return problems;
}

const WORDS: Readonly<Record<string, string>> = {
  hypertables: "hypertable",
  chunks: "chunk",
  aggregates: "continuous aggregate",
  jobs: "job",
  objects: "the number of",
  migrations: "migration",
};

function extra(word: string, expected: object, found: object): string[] {
  return Object.keys(found).filter((name) => !Object.hasOwn(expected, name))
    .map((name) => `${word} ${name} is there and was not backed up`);
}
