import { collectSteps, type MigrationBuilder } from "../author/builder.ts";
import type { Target } from "../author/target.ts";

/** How a difference is mended. No statement means that mending another one does it. */
export interface Mended {
  /** The statements, one an entry. */
  readonly statements: readonly string[];
  /** What data it deletes sooner or later, or null where it deletes none. */
  readonly loses: string | null;
}

/** What steps of a migration mend, where they delete nothing. */
export function safely(
  target: Target,
  build: (m: MigrationBuilder) => void,
): Mended {
  const steps = collectSteps(build);
  return {
    statements: steps.flatMap((step) => step.render({ target, late: false })),
    loses: null,
  };
}
