/**
 * Splits SQL text as the first releases did. It must not change: their checksums are hashes of
 * these texts, which also lose indentation and line ends inside quotes. The result is only hashed,
 * never run.
 *
 * @throws {TypeError} If a quote or a comment is not closed.
 */
export function firstSplit(text: string): string[] {
  const sql = text.replaceAll("\r\n", "\n");
  const statements: string[] = [];
  let start = 0;
  let depth = 0;
  let previousWord = "";
  let empty = true;
  for (let i = 0; i < sql.length;) {
    const skipped = skipToken(sql, i);
    if (skipped.kind === "semicolon" && depth === 0) {
      if (!empty) statements.push(sql.slice(start, i));
      start = skipped.end;
      empty = true;
      previousWord = "";
    } else if (skipped.kind === "word") {
      const word = sql.slice(i, skipped.end).toLowerCase();
      if (word === "atomic" && previousWord === "begin") depth = 1;
      else if (depth > 0 && word === "case") depth++;
      else if (depth > 0 && word === "end") depth--;
      previousWord = word;
      empty = false;
    } else if (skipped.kind === "other") {
      empty = false;
    }
    i = skipped.end;
  }
  if (!empty) statements.push(sql.slice(start));
  return statements.map(dedent);
}

interface Token {
  readonly kind: "space" | "word" | "semicolon" | "quoted" | "other";
  readonly end: number;
}

function skipToken(sql: string, start: number): Token {
  const rest = (pattern: RegExp): number => {
    pattern.lastIndex = start;
    return pattern.exec(sql) === null ? -1 : pattern.lastIndex;
  };
  const char = sql[start] ?? "";
  let end = rest(/\s+|--[^\n]*/y);
  if (end >= 0) return { kind: "space", end };
  if (sql.startsWith("/*", start)) return { kind: "space", end: endOfComment(sql, start) };
  if (char === ";") return { kind: "semicolon", end: start + 1 };
  end = rest(/[eE]'(?:[^'\\]|''|\\[\s\S])*'/y);
  if (end < 0 && !/^[eE]'/.test(sql.slice(start, start + 2))) {
    end = rest(/'(?:[^']|'')*'|"(?:[^"]|"")*"/y);
  }
  if (end >= 0) return { kind: "other", end };
  if (char === "'" || char === '"') throw unclosed(char === "'" ? "a text" : "a name", sql, start);
  const tag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
  tag.lastIndex = start;
  const opening = tag.exec(sql)?.[0];
  if (opening !== undefined) {
    const close = sql.indexOf(opening, start + opening.length);
    if (close < 0) throw unclosed(`a text between ${opening}`, sql, start);
    return { kind: "other", end: close + opening.length };
  }
  end = rest(/[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y);
  if (end >= 0) return { kind: "word", end };
  return { kind: "other", end: start + 1 };
}

function endOfComment(sql: string, start: number): number {
  let depth = 0;
  for (let i = start; i < sql.length; i++) {
    if (sql.startsWith("/*", i)) {
      depth++;
      i++;
    } else if (sql.startsWith("*/", i)) {
      depth--;
      i++;
      if (depth === 0) return i + 1;
    }
  }
  throw unclosed("a comment", sql, start);
}

function unclosed(what: string, sql: string, start: number): TypeError {
  const line = sql.slice(0, start).split("\n").length;
  return new TypeError(`Cannot split the SQL: ${what} opened in line ${line} is not closed`);
}

function dedent(statement: string): string {
  const lines = statement.split("\n").map((line) => line.trimEnd());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  const indents = lines.filter((line) => line !== "").map((line) =>
    line.length - line.trimStart().length
  );
  // A text that starts right after the quote has no indent in its first line.
  const common = Math.min(...(lines.length > 1 && indents[0] === 0 ? indents.slice(1) : indents));
  return lines
    .map((line, i) =>
      i === 0
        ? line.trimStart()
        : line.slice(Math.min(common, line.length - line.trimStart().length))
    )
    .join("\n");
}
