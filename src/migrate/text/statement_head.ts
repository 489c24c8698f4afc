import { tokens } from "./tokens.ts";

/**
 * The statement without its comments, in one line and lower case outside of quotes: for looking at
 * its words, not for running it.
 */
export function statementHead(statement: string): string {
  let head = "";
  for (const { kind, text } of tokens(statement)) {
    if (kind === "space") head += head.endsWith(" ") || head === "" ? "" : " ";
    else if (kind === "word") head += text.toLowerCase();
    else if (kind !== "comment") head += text;
  }
  return head.trim();
}
