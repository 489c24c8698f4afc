import { type Token, tokens } from "./tokens.ts";

/** A name as the server reads it, part by part: `crypto.ohlcv` has two, `ohlcv` one. */
export type WrittenName = readonly string[];

/**
 * The names and other words that a statement writes, in order. What stands in texts and in bodies between
 * dollar quotes counts as well: it may be a relation's name, or a statement that is run later. Comments,
 * and the text of a `comment on`, do not count.
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

/** Prose may hold a quote that nothing closes: then its words count alone. */
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
