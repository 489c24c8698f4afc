import { parseEnv } from "node:util";

/** What a `.env` file holds. */
export interface EnvFile {
  /** The values by name. */
  readonly values: ReadonlyMap<string, string>;
  /** The line where each of them begins. */
  readonly lines: ReadonlyMap<string, number>;
  /** The problems, one entry each; they never repeat the file's text. */
  readonly problems: readonly string[];
}

/**
 * Parses the text of a `.env` file with `node:util`'s `parseEnv`, line by line, and reports what
 * that function ignores silently: a line without `=`, a bad name, a repeated name, an unclosed
 * quote, text after a closing quote, a `#` in the middle of a value.
 * Values are read as by the npm package `dotenv`: `$` has no meaning, quotes are removed, `\n`
 * within double quotes is a line break, a quoted value may span lines, and ` #` begins a comment.
 * CRLF and a byte order mark are accepted.
 */
export function parseEnvFile(text: string, fileName = ".env"): EnvFile {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const values = new Map<string, string>();
  const firstLines = new Map<string, number>();
  const problems: string[] = [];
  for (let index = 0; index < lines.length;) {
    const at = index + 1;
    const report = (what: string) => problems.push(`${fileName} line ${at}: ${what}`);
    const assignment = readAssignment(lines, index);
    index = assignment.next;
    if (assignment.kind === "blank") continue;
    if (assignment.kind === "problem") {
      report(assignment.what);
      continue;
    }
    const first = firstLines.get(assignment.name);
    if (first !== undefined) {
      report(`${assignment.name} is set already in line ${first}, remove one of the two`);
      continue;
    }
    firstLines.set(assignment.name, at);
    values.set(assignment.name, readValue(assignment.raw));
  }
  return { values, lines: firstLines, problems };
}

type Assignment =
  | { readonly kind: "blank"; readonly next: number }
  | { readonly kind: "problem"; readonly next: number; readonly what: string }
  | { readonly kind: "value"; readonly next: number; readonly name: string; readonly raw: string };

function readAssignment(lines: readonly string[], index: number): Assignment {
  const line = lines[index] ?? "";
  const next = index + 1;
  const problem = (what: string): Assignment => ({ kind: "problem", next, what });
  if (/^\s*(#|$)/.test(line)) return { kind: "blank", next };
  if (line.includes("\0")) return problem("it holds a NUL character, save the file as UTF-8 text");
  const equals = line.indexOf("=");
  if (equals < 0) return problem("there is no `=`, write NAME=value");
  const name = line.slice(0, equals).replace(/^\s*export\s+/, "").trim();
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return problem("what is before `=` is not a name (letters, digits and _, no digit first)");
  }
  const raw = line.slice(equals + 1).trim();
  const quote = /^["'`]/.exec(raw)?.[0];
  if (quote !== undefined) return readQuoted(lines, index, name, quote);
  // dotenv cuts the value at any #, compose only at one after a blank. An error is better than a
  // silently shortened password.
  const value = line.slice(equals + 1).replace(/\s#.*$/, "").trim();
  if (value.includes("#")) {
    return problem(
      `${name} has a # in its value: put the value in quotes, or a blank before a comment`,
    );
  }
  return { kind: "value", next, name, raw: value };
}

function readQuoted(
  lines: readonly string[],
  index: number,
  name: string,
  quote: string,
): Assignment {
  const line = lines[index] ?? "";
  const start = line.indexOf(quote, line.indexOf("="));
  let raw = line.slice(start);
  let next = index + 1;
  let end = closingQuote(raw, quote);
  while (end < 0 && next < lines.length) {
    raw += `\n${lines[next]}`;
    next += 1;
    end = closingQuote(raw, quote);
  }
  if (end < 0) {
    // The lines after an unclosed quote are read again, so that their problems show too.
    return { kind: "problem", next: index + 1, what: `the ${quote} of ${name} is never closed` };
  }
  if (/^\s*[^\s#]/.test(raw.slice(end + 1))) {
    return { kind: "problem", next, what: `${name} has text after its closing ${quote}` };
  }
  return { kind: "value", next, name, raw: raw.slice(0, end + 1) };
}

function closingQuote(raw: string, quote: string): number {
  for (let at = 1; at < raw.length; at++) {
    if (raw[at] === quote && !(quote === '"' && raw[at - 1] === "\\")) return at;
  }
  return -1;
}

function readValue(raw: string): string {
  // For "NAME= " followed by a line, parseEnv would take that line as the value.
  if (raw === "") return "";
  return parseEnv(`V=${raw}`)["V"] ?? "";
}
