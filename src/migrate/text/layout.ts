import type { Token } from "./tokens.ts";

/**
 * Returns a statement without the indentation that all its lines share, without trailing blanks,
 * and with `\n` as line end. So neither an editor nor a nesting level changes it. Text in quotes
 * stays byte for byte the same.
 */
export function layOut(statement: readonly Token[]): string {
  const pieces = trimmed(statement).map(({ kind, text }) => ({
    isLayout: kind === "space" || kind === "comment",
    text: kind === "space" || kind === "comment" ? text.replaceAll(/\r\n|\r/g, "\n") : text,
  }));
  const common = Math.min(firstIndent(statement), ...indents(pieces));
  return pieces.map(({ isLayout, text }, i) => {
    if (!isLayout) return text;
    const isLast = i === pieces.length - 1;
    return text.split("\n").map((line, number, lines) => {
      const outdented = number === 0 ? line : line.slice(Math.min(common, indentOf(line)));
      // The last line of a piece continues in the next piece.
      return number < lines.length - 1 || isLast ? outdented.trimEnd() : outdented;
    }).join("\n");
  }).join("");
}

interface Piece {
  readonly isLayout: boolean;
  readonly text: string;
}

function trimmed(statement: readonly Token[]): readonly Token[] {
  const isFilled = ({ kind }: Token) => kind !== "space";
  const first = statement.findIndex(isFilled);
  return first < 0 ? [] : statement.slice(first, statement.findLastIndex(isFilled) + 1);
}

/** Returns the indentation of the first line if the statement starts a line. */
function firstIndent(statement: readonly Token[]): number {
  const [first] = statement;
  const indent = first?.kind === "space" ? /[\n\r]([^\n\r]*)$/.exec(first.text)?.[1] : undefined;
  return indent?.length ?? Infinity;
}

/** Returns the indentations of the other lines that are not blank. */
function indents(pieces: readonly Piece[]): readonly number[] {
  return pieces.flatMap(({ isLayout, text }, i) => {
    if (!isLayout) return [];
    const lines = text.split("\n").slice(1);
    return lines.flatMap((line, number) => {
      const isFollowed = number === lines.length - 1 && i < pieces.length - 1;
      return line.trim() !== "" || isFollowed ? [indentOf(line)] : [];
    });
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
