import { statementHead } from "../text/statement_head.ts";

/** A `create index concurrently` statement that names its index. */
export interface IndexBuild {
  /** The index, with the schema of its table if the statement has it. */
  readonly name: string;
  /** The table. */
  readonly table: string;
  /** True for a unique index. */
  readonly unique: boolean;
  /** The rest of the statement: method, columns, `where`. */
  readonly definition: string;
}

/** Parses `create index concurrently <name> on <table> …`; returns null for other statements. */
export function readIndexBuild(statement: string): IndexBuild | null {
  const match = build.exec(statementHead(statement));
  if (match === null) return null;
  const [, unique, name = "", first = "", second, definition = ""] = match;
  return second === undefined ? { name, table: first, unique: unique !== undefined, definition } : {
    name: `${first}.${name}`,
    table: `${first}.${second}`,
    unique: unique !== undefined,
    definition,
  };
}

const identifier = '("(?:[^"]|"")+"|[\\w$\\u0080-\\uffff]+)';
const build = new RegExp(
  `^create (unique )?index concurrently (?:if not exists )?${identifier} on (?:only )?` +
    `${identifier}(?:\\.${identifier})?([\\s\\S]*)$`,
);
