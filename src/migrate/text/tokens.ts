/** A token of SQL text, as precise as splitting needs. */
export interface Token {
  /**
   * The kind of token. Everything in quotes is `quoted`: strings, names and dollar-quoted bodies. A
   * `backslash` is one outside quotes, where SQL has none.
   */
  readonly kind:
    | "space"
    | "comment"
    | "word"
    | "quoted"
    | "semicolon"
    | "open"
    | "close"
    | "backslash"
    | "other";
  /** The exact text. */
  readonly text: string;
  /** The offset of its first character. */
  readonly start: number;
}

/**
 * Splits SQL text into tokens. Joined, they are the text again.
 *
 * @throws {TypeError} If a quote or a comment is not closed.
 */
export function* tokens(sql: string): Generator<Token> {
  let isEscapeText = false;
  for (let start = 0; start < sql.length;) {
    const { kind, end } = readToken(sql, start, isEscapeText);
    const text = sql.slice(start, end);
    // A string may continue on the next line, where backslashes keep their meaning.
    if (kind === "quoted") isEscapeText = isEscape(text) || (isEscapeText && text.startsWith("'"));
    else if (kind !== "comment" && (kind !== "space")) isEscapeText = false;
    yield { kind, text, start };
    start = end;
  }
}

interface Read {
  readonly kind: Token["kind"];
  readonly end: number;
}

const single: Readonly<Record<string, Token["kind"]>> = {
  ";": "semicolon",
  "(": "open",
  ")": "close",
  "\\": "backslash",
};

function readToken(sql: string, start: number, isEscapeText: boolean): Read {
  const char = sql[start] ?? "";
  const kind = single[char];
  if (kind !== undefined) return { kind, end: start + 1 };
  const space = match(/\s+/y, sql, start);
  if (space !== undefined) return { kind: "space", end: space };
  const line = match(/--[^\n\r]*/y, sql, start);
  if (line !== undefined) return { kind: "comment", end: line };
  if (sql.startsWith("/*", start)) return { kind: "comment", end: endOfComment(sql, start) };
  if (/^[eE]'/.test(sql.slice(start, start + 2))) {
    return { kind: "quoted", end: endOfText(sql, start, start + 1, true) };
  }
  if (char === "'") return { kind: "quoted", end: endOfText(sql, start, start, isEscapeText) };
  if (char === '"') {
    const end = match(/"(?:[^"]|"")*"/y, sql, start);
    if (end === undefined) throw unclosed("a name", sql, start);
    return { kind: "quoted", end };
  }
  const tag = match(/\$(?:[A-Za-z_\u0080-\uffff][A-Za-z_0-9\u0080-\uffff]*)?\$/y, sql, start);
  if (tag !== undefined) return { kind: "quoted", end: endOfBody(sql, start, tag) };
  const word = match(/[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y, sql, start);
  if (word !== undefined) return { kind: "word", end: word };
  // A number includes the letters after it: $1, 0x1f, 1e5.
  const number = match(/\$?\d[\w.]*/y, sql, start);
  return { kind: "other", end: number ?? start + 1 };
}

function match(pattern: RegExp, sql: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}

function endOfText(sql: string, start: number, quote: number, isEscapeText: boolean): number {
  for (let i = quote + 1; i < sql.length; i++) {
    if (isEscapeText && sql[i] === "\\") i++;
    else if (sql[i] !== "'") continue;
    else if (sql[i + 1] === "'") i++;
    else return i + 1;
  }
  throw unclosed("a text", sql, start);
}

function endOfBody(sql: string, start: number, begin: number): number {
  const tag = sql.slice(start, begin);
  const close = sql.indexOf(tag, begin);
  if (close < 0) throw unclosed(`a text between ${tag}`, sql, start);
  return close + tag.length;
}

function endOfComment(sql: string, start: number): number {
  let depth = 0;
  for (let i = start; i < sql.length; i++) {
    if (sql.startsWith("/*", i)) depth++;
    else if (sql.startsWith("*/", i)) depth--;
    else continue;
    i++;
    if (depth === 0) return i + 1;
  }
  throw unclosed("a comment", sql, start);
}

function isEscape(text: string): boolean {
  return /^[eE]'/.test(text);
}

function unclosed(what: string, sql: string, start: number): TypeError {
  return new TypeError(
    `Cannot split the SQL: ${what} opened in line ${lineOf(sql, start)} is not closed`,
  );
}

/** Returns the line number of an offset, from 1. Lines end with LF, CRLF or CR. */
export function lineOf(sql: string, place: number): number {
  return sql.slice(0, place).split(/\r\n|\r|\n/).length;
}
