/** A question that cannot be asked, with the reason by field. */
export class QuestionError extends TypeError {
  override readonly name: string = "QuestionError";
  /** The problems, each with its field. */
  readonly problems: readonly QuestionProblem[];

  constructor(problems: readonly QuestionProblem[]) {
    super(
      problems.map(({ field, message }) =>
        message.startsWith("Cannot ") ? message : `Cannot read "${field}": ${message}`
      ).join("\n"),
    );
    this.problems = problems;
  }
}

/** What is wrong with a field of a question. */
export interface QuestionProblem {
  readonly field: string;
  readonly message: string;
}
