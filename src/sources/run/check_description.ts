import { seriesMetadataInsertSchema } from "../../schema/mod.ts";
import type { SeriesDescription } from "../source.ts";
import { SourceError } from "../source_error.ts";

/**
 * Checks what a source says of a series as `series_metadata` would.
 *
 * @throws {SourceError} If a frequency, a country or a zone is not one.
 */
export function checkDescription(
  { facts: _facts, ...description }: SeriesDescription,
  { source, series }: { readonly source: string; readonly series: string },
): void {
  const { error } = seriesMetadataInsertSchema.safeParse({
    sourceId: 1,
    seriesCode: series,
    ...description,
  });
  if (error === undefined) return;
  const problems = error.issues.map(({ message }) => message);
  throw new SourceError(
    `the source describes it in a way that cannot be stored (${problems.join("; ")})`,
    { source, series, code: "answer", cause: error },
  );
}
