import { type Token, tokens } from "./tokens.ts";

/** The parts of a name as the server reads it: `crypto.ohlcv` has two, `ohlcv` has one. */
export type WrittenName = readonly string[];

/**
 * Returns the names and other words in a statement, in order. Words in strings and dollar-quoted
 * bodies count as well: they may name a relation or belong to a statement that runs later. Comments
 * and the text of `comment on` do not count.
 */
export function writtenNames(statement: string): readonly WrittenName[] {
  const parts = readTokens(statement).filter(({ kind }) => kind !== "space" && kind !== "comment");
  const isComment = /^comment$/i.test(parts[0]?.text ?? "");
  const names: string[][] = [];
  let isDotted = false;
  let isName = false;
  for (const token of parts) {
    const name = nameOf(token);
    if (name !== null) {
      if (isDotted && isName) names.at(-1)?.push(name);
      else names.push([name]);
    } else if (token.kind === "quoted" && !isComment) {
      names.push(...writtenNames(contentOf(token.text)).map((found) => [...found]));
    }
    const isDot = token.text === ".";
    isName = name !== null || (isDot && isName);
    isDotted = isDot;
  }
  return names;
}

/** Splits text with an unclosed quote, as in prose, into plain words. */
function readTokens(text: string): readonly Token[] {
  try {
    return [...tokens(text)];
  } catch {
    return [...text.matchAll(/[\w$\u0080-\uffff]+|[^\w$\u0080-\uffff]/g)].map(([part], start) => ({
      kind: /^\w/.test(part) ? "word" : "other",
      text: part,
      start,
    }));
  }
}

function nameOf({ kind, text }: Token): string | null {
  if (kind === "word") return text.toLowerCase();
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : null;
}

function contentOf(quoted: string): string {
  const tag = /^\$[^$]*\$/.exec(quoted)?.[0];
  if (tag !== undefined) return quoted.slice(tag.length, -tag.length);
  return quoted.slice(quoted.indexOf("'") + 1, -1).replaceAll("''", "'");
}
