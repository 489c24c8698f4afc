import { lineOf, type Token } from "./tokens.ts";

/**
 * Refuses a psql command such as `\restrict` or `\connect`, which servers do not know.
 *
 * @throws {TypeError} Always.
 */
export function refusePsqlCommand(sql: string, { start }: Token): never {
  const command = /^\\[^\s;]*/.exec(sql.slice(start))?.[0] ?? "\\";
  throw new TypeError(
    `Cannot run "${command}" in line ${lineOf(sql, start)}: it is a psql command, not SQL; ` +
      "delete it (\\restrict and \\unrestrict in a dump have no effect)",
  );
}

/**
 * Refuses `copy … from stdin` and `copy … to stdout`: psql would have to transfer the data.
 *
 * @throws {TypeError} If the statement is such a command.
 */
export function refuseCopyOfData(sql: string, statement: readonly Token[]): void {
  const solid = statement.filter(({ kind }) => kind !== "space" && kind !== "comment");
  const [first] = solid;
  const words = solid.map(({ kind, text }) => kind === "word" ? text.toLowerCase() : "");
  if (first === undefined || words[0] !== "copy") return;
  const at = words.findIndex((word, i) =>
    (word === "stdin" && words[i - 1] === "from") || (word === "stdout" && words[i - 1] === "to")
  );
  if (at < 0) return;
  throw new TypeError(
    `Cannot run "copy … ${words[at - 1]} ${words[at]}" in line ${
      lineOf(sql, first.start)
    }: its data ` +
      "comes through psql; make the dump with pg_dump --inserts, or load the data from a file",
  );
}
