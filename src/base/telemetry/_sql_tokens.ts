/** A piece of SQL. */
export interface SqlToken {
  /**
   * `word` is a keyword or a plain name, `name` a quoted one, `literal` a value, `parameter` a
   * `$1`, `mark` a sign, and `gap` blanks and comments.
   */
  readonly kind: "word" | "name" | "literal" | "parameter" | "mark" | "gap";
  readonly text: string;
}

// In order: the first that fits wins. An end that is missing is the end of the text, so that a cut
// literal stays a literal.
const KINDS: readonly (readonly [SqlToken["kind"], RegExp])[] = [
  ["gap", /\s+|--[^\n]*/y],
  ["literal", /[eE]'(?:[^'\\]|\\[^]|'')*(?:'|\\?$)/y],
  ["literal", /(?:[uU]&|[bBxXnN])?'(?:[^']|'')*(?:'|$)/y],
  ["literal", /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[^]*?(?:\$\1\$|$)/y],
  ["parameter", /\$\d+/y],
  ["name", /(?:[uU]&)?"(?:[^"]|"")*(?:"|$)/y],
  [
    "literal",
    /(?:0[xX][\da-fA-F_]+|0[oObB][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y,
  ],
  ["literal", /(?:true|false)(?![\w$\u0080-\uffff])/iy],
  ["word", /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
];

/** Splits a statement into its pieces, as PostgreSQL reads it. */
export function sqlTokens(statement: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < statement.length) {
    const token = statement.startsWith("/*", at)
      ? { kind: "gap" as const, text: commentAt(statement, at) }
      : tokenAt(statement, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(statement: string, at: number): SqlToken {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const text = pattern.exec(statement)?.[0];
    if (text !== undefined && text !== "") return { kind, text };
  }
  return { kind: "mark", text: statement.charAt(at) };
}

/** Comments in comments count. */
function commentAt(statement: string, start: number): string {
  let depth = 0;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  for (let found = edge.exec(statement); found !== null; found = edge.exec(statement)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return statement.slice(start, edge.lastIndex);
  }
  return statement.slice(start);
}
