import type { History } from "./history.ts";
import type { Step } from "./step.ts";
import { LAYOUTS } from "./table_shape.ts";

/** A history that once failed. */
export interface Remembered {
  /** The known bug that it meets. */
  readonly code: string;
  readonly history: History;
}

const [layout = { segmentBy: "series", orderBy: "day" }] = LAYOUTS;
const shape = { chunk: "30 days", ...layout, planner: [] };

const write = (sql: string): Step => ({ kind: "write", sql });
const pack = (limit: string): Step => ({
  kind: "layout",
  sql: `select compress_chunk(c, if_not_compressed => true) from (
  select format('%I.%I', chunk_schema, chunk_name)::regclass as c
  from timescaledb_information.chunks where hypertable_name = 'packed'
  order by range_start ${limit}) chunks`,
});
const analyze: Step = { kind: "layout", sql: "analyze packed" };
const rows = (days: number, conflict = ""): Step =>
  write(
    `insert into {t} (series, day, revision, release, value)
select s, date '2024-01-01' + d, 0, timestamptz '2024-01-01Z' + interval '1 day' * d, d
from generate_series(1, 4) s, generate_series(0, ${days - 1}) d order by 1, 2${conflict}`,
  );
const known: Step = {
  kind: "read",
  sql: `select distinct on (day) day, revision, value from {t}
where series = $1 and release <= $2 order by day desc, release desc, revision desc`,
  values: [4, "2024-02-01T00:00:00Z"],
};

/** What the oracle found, as small as it made it; each stays here with its bug. */
export const CORPUS: readonly Remembered[] = [
  {
    code: "lost-rows-on-conflict",
    history: {
      shape,
      steps: [rows(1), pack(""), rows(2, " on conflict (series, day, revision) do nothing")],
    },
  },
  {
    code: "lost-rows-generic-plan",
    history: {
      shape,
      steps: [
        rows(5),
        pack(""),
        { ...known, isPrepared: true },
        write("update {t} set value = 7 where series = 4 and day = date '2024-01-02'"),
        { ...known, isPrepared: true },
      ],
    },
  },
  {
    code: "wrong-rows-skipscan",
    history: {
      shape: { ...shape, planner: ["enable_seqscan"] },
      steps: [rows(20), pack("limit 1"), analyze, {
        kind: "read",
        sql: `select distinct on (series) series, day, value from {t}
where series = any($1) and release <= $2 order by series, day desc, release desc, revision desc`,
        values: [[4], "2024-01-19T00:00:00Z"],
      }],
    },
  },
  {
    code: "wrong-order-recompressed",
    history: {
      shape,
      steps: [
        rows(5),
        pack(""),
        write(`insert into {t} (series, day, revision, release, value)
values (4, date '2024-01-01', 1, timestamptz '2024-01-20Z', 7)`),
        pack(""),
        known,
      ],
    },
  },
  {
    code: "wrong-count-delete",
    history: { shape, steps: [rows(5), pack(""), write("delete from {t} where series = 4")] },
  },
];
