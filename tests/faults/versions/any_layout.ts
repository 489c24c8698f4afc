import fc from "fast-check";
import type { Step } from "./step.ts";
import { LAYOUTS, layoutStatement } from "./table_shape.ts";

/** Applies a function to every chunk, or to those before a day; oldest first, as policies do. */
function onChunks(call: string, before: number | null): string {
  const within = before === null
    ? ""
    : ` where range_start < timestamptz '2024-01-01Z' + interval '${before} days'`;
  return `select ${call} from (select format('%I.%I', chunk_schema, chunk_name)::regclass as c
from timescaledb_information.chunks${
    within === "" ? " where" : `${within} and`
  } hypertable_name = 'packed' order by range_start) chunks`;
}

const anyBefore = fc.option(fc.integer({ min: 1, max: 30 }), { nil: null });

/** Any statement that changes how the compressed table stores its rows, and none of them. */
export const anyLayout: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: anyBefore.map((before) =>
      onChunks("compress_chunk(c, if_not_compressed => true)", before)
    ),
    weight: 6,
  },
  {
    arbitrary: anyBefore.map((before) =>
      onChunks("compress_chunk(c, if_not_compressed => true, recompress => true)", before)
    ),
    weight: 2,
  },
  {
    arbitrary: anyBefore.map((before) =>
      onChunks("decompress_chunk(c, if_compressed => true)", before)
    ),
    weight: 1,
  },
  { arbitrary: fc.constantFrom(...LAYOUTS).map(layoutStatement), weight: 1 },
  { arbitrary: fc.constant("analyze packed"), weight: 2 },
).map((sql) => ({ kind: "layout", sql }));
