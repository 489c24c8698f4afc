import { type QuestionKind, questionSchemas } from "../question/mod.ts";

/** The kinds of questions, by their names on the command line. */
// as: the keys of a record are its type's.
export const questionKinds = Object.keys(questionSchemas) as readonly QuestionKind[];

/** The fields of a question that its arguments fill, by its kind: one name, or all of them. */
export const namesOf: Readonly<Record<QuestionKind, readonly string[]>> = {
  "as-of": ["series[]"],
  "first-release": ["series"],
  "nth-release": ["series"],
  revisions: ["series"],
  vintages: ["series"],
  matrix: ["series"],
  "cross-section": ["series[]"],
  panel: ["series[]"],
  changes: ["series[]"],
  bars: ["instrument"],
  candles: ["exchange", "symbol"],
  curve: ["curve"],
  series: [],
  table: ["table"],
};
