import type { A_Const, Node } from "libpg-query";
import type { Change } from "./change.ts";
import { readParameters } from "./parameters.ts";
import { readStatement } from "./read_statement.ts";
import { readTimescale } from "./read_timescale.ts";
import { findNodes } from "./walk.ts";

/** What is read of one statement. */
export interface ParsedStatement {
  /** What it does, in order; for a `do` block what its plain statements do. */
  readonly changes: readonly Change[];
  /** Its comments, with their marks. */
  readonly comments: readonly string[];
  /** The texts that stand in it as literals. */
  readonly texts: readonly string[];
  /** The names in it that PostgreSQL cuts, at 63 bytes. */
  readonly longNames: readonly string[];
  /** What the parser refuses, or null. */
  readonly error: string | null;
}

/** Reads statements with PostgreSQL's own parser. */
export interface SqlParser {
  /** Reads one statement; one that was read before costs nothing. */
  parse(sql: string): ParsedStatement;
}

/**
 * Loads PostgreSQL's parser, which is WebAssembly of 1.7 MB and takes some 30 ms: only linting pays
 * for it.
 */
export async function loadSqlParser(): Promise<SqlParser> {
  const library = await import("libpg-query");
  await library.loadModule();
  const trees = (sql: string): readonly Node[] =>
    (library.parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt === undefined ? [] : [stmt]);
  const runTrees = (sql: string): readonly Node[] =>
    trees(sql).flatMap((tree) => {
      if (!("DoStmt" in tree)) return [tree];
      const language = readParameters(tree.DoStmt.args).get("language") ?? "plpgsql";
      return language === "plpgsql"
        ? blockStatements(library.parsePlPgSQLSync(sql)).flatMap(runTrees)
        : [];
    });
  const contentOf = (sql: string): Pick<ParsedStatement, "changes" | "texts"> => {
    const run = runTrees(sql);
    const changes = run.flatMap(readStatement)
      .flatMap((change) => [change, ...readTimescale(change)]);
    return { changes, texts: textsIn(run) };
  };
  const scan = (sql: string): Pick<ParsedStatement, "comments" | "longNames"> => {
    const { tokens } = library.scanSync(sql);
    const texts = (...names: readonly string[]) =>
      tokens.filter((token) => names.includes(token.tokenName)).map((token) => token.text);
    return {
      comments: texts("SQL_COMMENT", "C_COMMENT"),
      longNames: texts("IDENT").map((name) => name.replace(/^"|"$/g, "")).filter(isCut),
    };
  };
  const read = (sql: string): ParsedStatement => {
    const scanned = attempt(() => scan(sql));
    const content = attempt(() => contentOf(sql));
    return {
      changes: content.value?.changes ?? [],
      texts: content.value?.texts ?? [],
      comments: scanned.value?.comments ?? [],
      longNames: scanned.value?.longNames ?? [],
      error: scanned.error ?? content.error,
    };
  };
  const known = new Map<string, ParsedStatement>();
  return {
    parse: (sql) => {
      const parsed = known.get(sql) ?? read(sql);
      known.set(sql, parsed);
      return parsed;
    },
  };
}

function attempt<Value>(
  run: () => Value,
): { readonly value: Value; readonly error: null } | {
  readonly value: null;
  readonly error: string;
} {
  try {
    return { value: run(), error: null };
  } catch (error) {
    return { value: null, error: error instanceof Error ? error.message : String(error) };
  }
}

const encoder = new TextEncoder();

function isCut(name: string): boolean {
  return encoder.encode(name).length > 63;
}

function textsIn(trees: readonly Node[]): readonly string[] {
  // The trees come out of the parser, which puts an A_Const under this name.
  const constants = findNodes(trees, "A_Const") as readonly A_Const[];
  return constants.flatMap(({ sval }) => sval === undefined ? [] : [sval.sval ?? ""]);
}

/** The whole statements in the body of a block; what it puts together as a text stays unseen. */
function blockStatements(block: unknown): readonly string[] {
  return findNodes(block, "PLpgSQL_stmt_perform", "PLpgSQL_stmt_execsql")
    .flatMap((statement) => findNodes(statement, "PLpgSQL_expr"))
    .flatMap((expression) =>
      typeof expression === "object" && expression !== null && "query" in expression &&
        typeof expression.query === "string"
        ? [expression.query]
        : []
    );
}
