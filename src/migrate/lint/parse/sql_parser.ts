import type { A_Const, Node } from "libpg-query";
import type { Change } from "./change.ts";
import { readParameters } from "./parameters.ts";
import { readStatement } from "./read_statement.ts";
import { readTimescale } from "./read_timescale.ts";
import { findNodes } from "./walk.ts";

/** What was read from one statement. */
export interface ParsedStatement {
  /** The effects, in order; for a `do` block those of the plain statements in it. */
  readonly changes: readonly Change[];
  /** The comments, with their `--` or `/*`. */
  readonly comments: readonly string[];
  /** The string literals. */
  readonly texts: readonly string[];
  /** The names that PostgreSQL truncates to 63 bytes. */
  readonly longNames: readonly string[];
  /** The syntax error, or null. */
  readonly error: string | null;
}

/** Parses statements with PostgreSQL's own parser. */
export interface SqlParser {
  /** Parses one statement; results are cached. */
  parse(sql: string): ParsedStatement;
}

/**
 * Loads PostgreSQL's parser, 1.7 MB of WebAssembly, in about 30 ms. Imported here so that only lint
 * pays for it.
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
  // as: the parser puts an A_Const under this key.
  const constants = findNodes(trees, "A_Const") as readonly A_Const[];
  return constants.flatMap(({ sval }) => sval === undefined ? [] : [sval.sval ?? ""]);
}

/** Returns the complete statements in a block; dynamic SQL is not visible. */
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
