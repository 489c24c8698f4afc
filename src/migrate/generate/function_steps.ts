import { hasSameText } from "../catalog/catalog_change.ts";
import type { FunctionModel } from "../catalog/catalog_model.ts";
import { functionCommentStatement } from "../catalog/definition_statements.ts";
import { headOf } from "../catalog/function_fix.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import { TOUCH_FUNCTION, touchFunctionStatement } from "../catalog/touch_ddl.ts";
import { type GeneratedStep, sqlStep } from "./generated_step.ts";

/** Creates the steps from one function to another; null stands for none. */
export function functionSteps(
  expected: FunctionModel | null,
  actual: FunctionModel | null,
): readonly GeneratedStep[] {
  if (expected === null) return actual === null ? [] : [dropStep(actual)];
  const comment = expected.comment === (actual?.comment ?? null)
    ? []
    : [sqlStep("comment", functionCommentStatement(expected))];
  if (actual === null) return [createStep(expected), ...comment];
  if (hasSameText(expected, actual)) return comment;
  if (headOf(expected) === headOf(actual)) return [createStep(expected), ...comment];
  // PostgreSQL replaces no function that has other defaults or another result.
  return [
    dropStep(actual),
    createStep(expected),
    ...(expected.comment === null ? [] : [sqlStep("comment", functionCommentStatement(expected))]),
  ];
}

function createStep(made: FunctionModel): GeneratedStep {
  // Triggers need their function, and other functions may need the tables.
  return isOfTriggers(made)
    ? sqlStep(
      "createFunction",
      made.name === TOUCH_FUNCTION ? touchFunctionStatement : made.definition.trim(),
    )
    : sqlStep("defineFunction", made.definition.trim());
}

function dropStep(made: FunctionModel): GeneratedStep {
  return sqlStep(
    isOfTriggers(made) ? "dropType" : "dropFunction",
    `drop function ${relationIdentifier(made)}(${made.arguments})`,
  );
}

function isOfTriggers({ definition }: FunctionModel): boolean {
  return /^ RETURNS (event_)?trigger$/m.test(definition);
}
