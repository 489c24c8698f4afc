import { splitStatements } from "../../text/split_statements.ts";
import type { Step } from "../step.ts";

/** Options of SQL that builds on continuous aggregates. */
export interface SqlOnAggregatesOptions {
  /** SQL that removes what the statements create. */
  readonly undo: string;
}

/**
 * Creates the step with SQL that builds on continuous aggregates. The plain view that stands in for an
 * aggregate could not make way for it while something depends on it: the statements are undone before,
 * and run again after.
 */
export function sqlOnAggregatesStep(
  text: string,
  { undo }: SqlOnAggregatesOptions,
  split: (text: string) => readonly string[] = splitStatements,
): Step {
  const statements = split(text);
  const [firstLine = ""] = (statements[0] ?? "").split("\n");
  return {
    title: firstLine.length > 60 ? `${firstLine.slice(0, 59)}…` : firstLine,
    needs: "continuousAggregate",
    render: () => statements,
    meanwhile: () => statements,
    retire: split(undo),
  };
}
