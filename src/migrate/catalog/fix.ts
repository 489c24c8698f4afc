import { collectSteps, type MigrationBuilder } from "../author/builder.ts";
import type { Target } from "../author/target.ts";

/**
 * The fix for a difference. If it has no statements, fixing another difference fixes this one too.
 */
export interface Fix {
  /** The statements, one per entry. */
  readonly statements: readonly string[];
  /** The data that it deletes, now or later, or null. */
  readonly loses: string | null;
}

/** Creates a fix from builder calls that delete no data. */
export function safely(
  target: Target,
  build: (m: MigrationBuilder) => void,
): Fix {
  const steps = collectSteps(build);
  return {
    statements: steps.flatMap((step) => step.render({ target, late: false })),
    loses: null,
  };
}
