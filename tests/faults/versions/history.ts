import fc from "fast-check";
import { anyLayout } from "./any_layout.ts";
import { anyRead } from "./any_read.ts";
import { anyWrite } from "./any_write.ts";
import type { Step } from "./step.ts";
import { anyShape, createStatements, type TableShape } from "./table_shape.ts";

/** A table and what is done with it, statement by statement. */
export interface History {
  readonly shape: TableShape;
  readonly steps: readonly Step[];
}

/** Any history of up to 24 statements. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  shape: anyShape,
  steps: fc.array(
    fc.oneof(
      { arbitrary: anyWrite, weight: 4 },
      { arbitrary: anyLayout, weight: 3 },
      { arbitrary: anyRead, weight: 4 },
    ),
    { minLength: 1, maxLength: 24, size: "max" },
  ),
});

/** Lists the statements that show a history on the compressed table alone. */
export function statementsOf({ shape, steps }: History): readonly string[] {
  return [
    ...createStatements("packed", shape),
    ...steps.map(({ sql }) => sql.replaceAll("{t}", "packed")),
  ];
}
