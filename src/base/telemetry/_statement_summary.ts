import type { SqlToken } from "./_sql_tokens.ts";
import { withoutChance } from "./_statement_text.ts";

/** The longest summary, by the conventions. */
const LONGEST = 255;

/**
 * Summarises a statement by its operations and their targets, in order and as they are written:
 * `insert shipping_details select orders`.
 */
export function summaryOf(tokens: readonly SqlToken[]): string {
  const reader = new Reader(tokens.filter(({ kind }) => kind !== "gap"));
  let summary = "";
  for (const part of reader.parts()) {
    const longer = summary === "" ? part : `${summary} ${part}`;
    if (longer.length > LONGEST) break;
    summary = longer;
  }
  return summary;
}

/** A pair of brackets: those of a function hold no clauses. */
interface Level {
  hasOperation: boolean;
}

/** Commands whose target follows, perhaps after these words. */
const COMMANDS = new Set(
  "alter analyze begin call close cluster comment commit copy create deallocate declare discard do drop end execute explain fetch grant import listen lock notify prepare reassign refresh reindex release reset revoke rollback savepoint security set show start truncate unlisten vacuum"
    .split(" "),
);
const KINDS_OF_THINGS = new Set(
  "aggregate database domain extension foreign function global index materialized or policy procedure replace role rule schema sequence server table temp temporary trigger type unique unlogged user view"
    .split(" "),
);
const FILLERS = new Set("concurrently exists if not only on to".split(" "));
/** Commands whose next word names no thing, or one by chance. */
const ALONE = new Set(
  "begin close commit comment deallocate declare discard do end execute explain fetch prepare release rollback savepoint set show start"
    .split(" "),
);

class Reader {
  readonly #tokens: readonly SqlToken[];
  /** The names that `with` gives to parts of the statement. */
  readonly #own: ReadonlySet<string>;
  #at = 0;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
    this.#own = namesOfParts(tokens);
  }

  *parts(): Generator<string> {
    const levels: Level[] = [{ hasOperation: false }];
    for (let isFirst = true; this.#at < this.#tokens.length; isFirst = this.#isAfter(";")) {
      const { kind, text } = this.#tokens[this.#at++] ?? { kind: "gap", text: "" };
      const level = levels.at(-1) ?? { hasOperation: false };
      const word = kind === "word" ? text.toLowerCase() : "";
      if (text === "(" && kind === "mark") levels.push({ hasOperation: false });
      else if (text === ")" && kind === "mark") levels.length > 1 && levels.pop();
      else if (isFirst && COMMANDS.has(word)) yield* this.#command(text, word, level);
      else if (word === "select" || word === "merge") {
        level.hasOperation = true;
        yield text;
      } else if (word === "insert" || word === "delete" || this.#isUpdate(word)) {
        level.hasOperation = true;
        yield text;
        yield* this.#targets({ isList: false, skipsFunctions: false });
      } else if (level.hasOperation && this.#opensTargets(word)) {
        yield* this.#targets({ isList: word === "from" || word === "using", skipsFunctions: true });
      }
    }
  }

  /** `do update` and `for update` are parts of other operations. */
  #isUpdate(word: string): boolean {
    return word === "update" && !["do", "for", "key", "on"].includes(this.#word(this.#at - 2));
  }

  #opensTargets(word: string): boolean {
    if (word === "join" || word === "into") return true;
    return (word === "from" || word === "using") && this.#word(this.#at - 2) !== "distinct";
  }

  *#command(text: string, word: string, level: Level): Generator<string> {
    let operation = text;
    while (KINDS_OF_THINGS.has(this.#word(this.#at)) && !ALONE.has(word)) {
      operation += ` ${this.#tokens[this.#at++]?.text}`;
    }
    yield operation;
    if (word === "explain" || word === "prepare" || word === "declare") level.hasOperation = true;
    if (!ALONE.has(word)) yield* this.#targets({ isList: true, skipsFunctions: false });
  }

  /** Reads names; functions of the server itself, such as `unnest`, are left out where asked. */
  *#targets(
    { isList, skipsFunctions }: { readonly isList: boolean; readonly skipsFunctions: boolean },
  ): Generator<string> {
    do {
      while (FILLERS.has(this.#word(this.#at)) || this.#isIn("into", "from", "lateral", "table")) {
        this.#at++;
      }
      const target = this.#name();
      const isFunction = this.#is("(");
      const isOfServer = isFunction && skipsFunctions && !target.includes(".");
      if (target !== "" && !this.#own.has(target.toLowerCase()) && !isOfServer) yield target;
      if (isFunction || !isList) return;
      // An alias.
      if (this.#word(this.#at) === "as") this.#at++;
      if (this.#tokens[this.#at + 1]?.text === "," && !this.#is(",")) this.#at++;
    } while (this.#is(",") && this.#at++ >= 0);
  }

  #name(): string {
    let name = "";
    while (this.#isName()) {
      name += withoutChance(this.#tokens[this.#at++]?.text ?? "");
      if (!this.#is(".")) return name;
      this.#at++;
      name += ".";
    }
    return name;
  }

  #isName(): boolean {
    const { kind } = this.#tokens[this.#at] ?? {};
    return kind === "name" || (kind === "word" && !this.#isIn("select", "set", "stdin", "values"));
  }

  #isIn(...words: readonly string[]): boolean {
    return words.includes(this.#word(this.#at));
  }

  #is(mark: string): boolean {
    return this.#tokens[this.#at]?.text === mark;
  }

  #isAfter(mark: string): boolean {
    return this.#tokens[this.#at - 1]?.text === mark;
  }

  #word(at: number): string {
    const token = this.#tokens[at];
    return token?.kind === "word" ? token.text.toLowerCase() : "";
  }
}

/** Finds `name as (` and `name (a, b) as (` behind `with`. */
function namesOfParts(tokens: readonly SqlToken[]): ReadonlySet<string> {
  const text = (at: number): string => tokens[at]?.text.toLowerCase() ?? "";
  const names = new Set<string>();
  if (!tokens.some(({ kind, text }) => kind === "word" && text.toLowerCase() === "with")) {
    return names;
  }
  tokens.forEach((_token, at) => {
    if (text(at) !== "as" || !["(", "materialized", "not"].includes(text(at + 1))) return;
    let before = at - 1;
    if (text(before) === ")") { while (before > 0 && text(before--) !== "("); }
    names.add(text(before));
  });
  return names;
}
