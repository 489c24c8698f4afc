import type { Queryable } from "../../base/sql/mod.ts";
import type { ColumnStatement } from "../columns/mod.ts";
import type { Question } from "./question.ts";
import { questionStatement } from "./question_statement.ts";
import { tableStatement } from "./table_statement.ts";

/**
 * Plans the statement that answers a question. Only a table's columns are asked of the server.
 *
 * @throws {RangeError} If a table does not exist, or has no column that the question needs.
 */
export async function planQuestion(
  source: Queryable,
  question: Question,
): Promise<ColumnStatement> {
  return question.kind === "table"
    ? await tableStatement(source, question)
    : questionStatement(question);
}
