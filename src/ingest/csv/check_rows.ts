import { RowEncoder } from "../encode/row_encoder.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { Intake, type PlacedRow } from "../read/intake.ts";
import { RowReader } from "../read/row_reader.ts";
import { type LoadResult, Tally } from "../refuse/tally.ts";
import type { LoadOptions } from "../write/run_load.ts";
import type { PendingNames } from "./names/pending_names.ts";

/**
 * A row as it would be stored: instants in UTC, and `new: FRED/GDP` in place of an id that does not
 * exist yet.
 */
export type PreviewRow = Readonly<Record<string, unknown>>;

/** How many rows the preview has. */
const SHOWN = 10;

/**
 * Reads and checks rows as a load does, but writes nothing. Keeps the first rows for the preview.
 */
export async function checkRows(
  rows: AsyncIterable<PlacedRow>,
  { plan, pending, options }: {
    readonly plan: TablePlan;
    readonly pending: PendingNames | undefined;
    readonly options: LoadOptions;
  },
): Promise<LoadResult & { readonly preview: readonly PreviewRow[] }> {
  const { batchRows = 20_000, maxExamples = 20, stallTimeoutMs = 300_000, signal } = options;
  const preview: PreviewRow[] = [];
  const tally = new Tally({
    table: plan.name,
    collects: options.badRows === "collect",
    maxExamples,
    onProgress: options.onProgress,
  });
  using reader = new RowReader(watched(), { signal, stallTimeoutMs });
  const intake = new Intake(plan, reader, {
    ...{ tally, batchRows, signal },
    isBinary: true,
    isPlaced: true,
    readsOn: true,
  });
  while (!(await intake.fill()).isLast) {
    await tally.progress({ phase: "reading", read: intake.read });
  }
  return { ...tally.result(reader.count), preview };

  async function* watched(): AsyncGenerator<PlacedRow> {
    for await (const placed of rows) {
      if (preview.length < SHOWN && placed.problems === undefined) {
        const shown = previewRow(plan, placed.row, pending);
        if (shown !== undefined) preview.push(shown);
      }
      yield placed;
    }
  }
}

/** The row as the table would store it; undefined if it would be refused. */
function previewRow(
  plan: TablePlan,
  given: unknown,
  pending: PendingNames | undefined,
): PreviewRow | undefined {
  if (!new RowEncoder(plan).add(given, 0)) return undefined;
  // as: the encoder only accepts objects.
  const row = plan.complete(given as Record<string, unknown>);
  return Object.fromEntries(plan.columns.flatMap(({ key }) => {
    const value = row[key];
    if (value === undefined) return [];
    if (value instanceof Date) return [[key, value.toISOString()]];
    const made = typeof value === "number" && value < 0 ? pending?.named(value) : undefined;
    return [[key, key.endsWith("Id") && made !== undefined ? `new: ${made.name}` : value]];
  }));
}
