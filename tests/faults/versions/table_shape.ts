import fc from "fast-check";

/** How the compressed table of a history is laid out, and how its session plans. */
export interface TableShape {
  /** The length of a chunk. */
  readonly chunk: string;
  /** `segmentby`; empty for none. */
  readonly segmentBy: string;
  /** `orderby`; with `segmentBy` it covers the key. */
  readonly orderBy: string;
  /** Settings of the session, so that small tables get the plans of large ones. */
  readonly planner: readonly string[];
}

/** The layouts that cover the key `(series, day, revision)`, the package's own first. */
export const LAYOUTS: readonly Pick<TableShape, "segmentBy" | "orderBy">[] = [
  { segmentBy: "series", orderBy: "day desc, release desc, revision desc" },
  { segmentBy: "series", orderBy: "day, revision" },
  { segmentBy: "series, revision", orderBy: "day desc" },
  { segmentBy: "", orderBy: "series, day desc, revision" },
  { segmentBy: "", orderBy: "day desc, series, revision desc" },
];

/** Any shape; it shrinks to the package's own layout. */
export const anyShape: fc.Arbitrary<TableShape> = fc.record({
  chunk: fc.constantFrom("30 days", "7 days", "3 days"),
  layout: fc.constantFrom(...LAYOUTS),
  planner: fc.subarray(["enable_seqscan", "enable_sort", "enable_hashagg"]),
}).map(({ chunk, layout, planner }) => ({ chunk, ...layout, planner }));

/** The tables of a history: the same rows, stored in three ways. */
export const VARIANTS = ["plain", "hyper", "packed"] as const;

/** A way to store the rows of a history. */
export type Variant = (typeof VARIANTS)[number];

/** Returns the statements that make the table of a variant. */
export function createStatements(
  variant: Variant,
  { chunk, ...layout }: TableShape,
): readonly string[] {
  const table = `create table ${variant} (series int not null, day date not null,
  revision smallint not null, release timestamptz not null, value float8, note text,
  primary key (series, day, revision))`;
  if (variant === "plain") return [table];
  const hyper = `select create_hypertable('${variant}', by_range('day', interval '${chunk}'),
  create_default_indexes => false)`;
  return variant === "hyper" ? [table, hyper] : [table, hyper, layoutStatement(layout)];
}

/** Returns the statement that sets the layout of chunks compressed from now on. */
export function layoutStatement(
  { segmentBy, orderBy }: Pick<TableShape, "segmentBy" | "orderBy">,
): string {
  return `alter table packed set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentBy}',
  timescaledb.compress_orderby = '${orderBy}')`;
}
