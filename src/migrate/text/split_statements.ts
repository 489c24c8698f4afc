import { layOut } from "./layout.ts";
import { refuseCopyOfData, refusePsqlCommand } from "./psql_input.ts";
import { type Token, tokens } from "./tokens.ts";

/**
 * Splits SQL text into statements, without their semicolons. Quotes, dollar quotes, comments,
 * parentheses and `begin atomic … end` bodies are not split. Outside quotes, line ends become `\n`
 * and the indentation common to all lines is removed. Text in quotes stays byte for byte the same.
 *
 * @throws {TypeError} If a quote or a comment is not closed, or the text holds input that only psql
 * accepts.
 */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let statement = new StatementTokens();
  const finish = () => {
    if (statement.isEmpty) return;
    refuseCopyOfData(text, statement.all);
    statements.push(layOut(statement.all));
  };
  for (const token of tokens(text)) {
    if (token.kind === "backslash") refusePsqlCommand(text, token);
    if (token.kind === "semicolon" && !statement.isInside) {
      finish();
      statement = new StatementTokens();
    } else {
      statement.add(token);
    }
  }
  finish();
  return statements;
}

/** Collects the tokens of a statement and tracks whether a semicolon would end it. */
class StatementTokens {
  readonly all: Token[] = [];
  isEmpty = true;
  #first = "";
  #previous = "";
  #parentheses = 0;
  #isBody = false;

  get isInside(): boolean {
    return this.#parentheses > 0 || this.#isBody;
  }

  add(token: Token): void {
    this.all.push(token);
    if (token.kind === "space" || token.kind === "comment") return;
    this.isEmpty = false;
    if (token.kind === "open") this.#parentheses++;
    if (token.kind === "close" && this.#parentheses > 0) this.#parentheses--;
    const word = token.kind === "word" ? token.text.toLowerCase() : token.text;
    if (this.#first === "") this.#first = word;
    if (this.#first === "create" && this.#parentheses === 0) this.#trackBody(word);
    this.#previous = word;
  }

  /** The `end` of a body follows a semicolon (or `atomic`), unlike the `end` of a `case`. */
  #trackBody(word: string): void {
    if (word === "atomic" && this.#previous === "begin") this.#isBody = true;
    else if (word === "end" && /^(;|atomic)$/.test(this.#previous)) this.#isBody = false;
  }
}
