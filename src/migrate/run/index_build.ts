import { statementHead } from "../text/statement_head.ts";

/** A concurrent build of an index with a name of its own, as its statement says. */
export interface IndexBuild {
  /** The index, with its table's schema where that is given. */
  readonly name: string;
  /** The table. */
  readonly table: string;
  /** True for a unique one. */
  readonly unique: boolean;
  /** What follows the table: the method, the columns, `where`. */
  readonly definition: string;
}

/** Reads `create index concurrently <name> on <table> …`, or gives null where it is none. */
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
