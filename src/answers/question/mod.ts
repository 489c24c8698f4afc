/**
 * Questions about what was known: their shape, and the statement that answers each.
 * Called by export and serve.
 * Never reads a row.
 *
 * @module
 */
export { parseQuestion, questionSchemas } from "./question.ts";
export type { Question, QuestionKind, QuestionOf } from "./question.ts";
export { QuestionError } from "./question_error.ts";
export type { QuestionProblem } from "./question_error.ts";
export { planQuestion } from "./plan_question.ts";
