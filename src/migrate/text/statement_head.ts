import { tokens } from "./tokens.ts";

/**
 * Returns the statement on one line, without comments and in lower case outside quotes. The result
 * is for pattern matching, not for running.
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
