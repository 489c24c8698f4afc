import { migrations } from "../../migrations/mod.ts";
import { readColumns } from "../../src/answers/columns/mod.ts";
import { fileSink } from "../../src/answers/export/sink/mod.ts";
import { writeAnswer } from "../../src/answers/export/write_answer.ts";
import { formatNamed, formatNames } from "../../src/answers/format/mod.ts";
import { parseQuestion, planQuestion } from "../../src/answers/question/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { insertRows, loadCsv } from "../../src/ingest/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { marketData } from "../../src/schema/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";
import { type BenchRow, medianPair } from "./measure.ts";
import { runPsql } from "./run_psql.ts";
import { dailyBars, prepareWrites } from "./writes_data.ts";

/** Options of {@linkcode runExports}. */
export interface RunExportsOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** Fewer rows and rounds. */
  readonly quick: boolean;
  /** Called with each finished row. */
  readonly onRow: (row: BenchRow) => void;
}

/** A narrow table, as series are: two keys, a value and its release. */
const narrow = `create table public.narrow
  (series_id int, day date, value float8, release timestamptz, primary key (series_id, day))`;
const columns = "series_id, day, value, release";

/**
 * Measures the export of a narrow table in each format compared with psql's `\copy … to`, and the
 * loading of a Parquet file compared with `insertRows` of the same rows.
 */
export async function runExports({ url, quick, onRow }: RunExportsOptions): Promise<void> {
  await using given = await throwawayDatabase(url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  await prepareWrites(given.client);
  await using database = createDatabase({ url: given.url });
  const folder = await Deno.makeTempDir();
  try {
    const days = quick ? 500 : 5_000;
    await given.client.query(narrow);
    await given.client.query(
      `insert into public.narrow select s, date '2010-01-01' + d, round((s + d * 0.37)::numeric, 3),
        timestamptz '2010-01-02 12:30Z' + d * interval '1 day'
      from generate_series(1, 200) s, generate_series(0, $1 - 1) d`,
      [days],
    );
    await given.client.query("vacuum analyze public.narrow");
    const measured = { database, url: given.url, folder, rows: 200 * days };
    for (const name of formatNames) onRow(await measureFormat(measured, name, quick ? 1 : 3));
    onRow(await measureLoad(measured, { count: quick ? 30_000 : 300_000, rounds: quick ? 1 : 3 }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Measured {
  readonly database: Database;
  readonly url: string;
  readonly folder: string;
  readonly rows: number;
}

async function exported({ database, folder }: Measured, table: string, name: string) {
  const format = await formatNamed(formatNames.find((one) => one === name) ?? "csv");
  const statement = await planQuestion(database.pool, parseQuestion({ kind: "table", table }));
  const sink = await fileSink(`${folder}/${table}.${name}`);
  await writeAnswer(readColumns(database.pool, statement), { format, sink });
}

async function measureFormat(measured: Measured, name: string, rounds: number): Promise<BenchRow> {
  const { url, folder, rows } = measured;
  const query = `select ${columns} from public.narrow order by series_id, day`;
  const times = await medianPair(
    () => exported(measured, "narrow", name),
    () => runPsql(url, ["-c", `\\copy (${query}) to '${folder}/plain.csv' csv`]),
    { rounds },
  );
  return {
    name: `export to ${name}`,
    against: "psql's \\copy to CSV",
    size: `${rows} rows`,
    ...perSecond(times, rows),
    target: null,
  };
}

async function measureLoad(
  measured: Measured,
  { count, rounds }: { readonly count: number; readonly rounds: number },
): Promise<BenchRow> {
  const { database, folder } = measured;
  const clear = () => database.pool.query("truncate public.market_data");
  const insert = async () => {
    await clear();
    await insertRows(database, marketData, dailyBars(count));
  };
  await insert();
  await exported(measured, "market_data", "parquet");
  const load = async () => {
    await clear();
    const file = `${folder}/market_data.parquet`;
    await loadCsv(database, marketData, file, { ignore: "rest" });
  };
  const times = await medianPair(load, insert, { rounds });
  return {
    name: "load of Parquet",
    against: "insertRows of the same rows",
    size: `${count} bars`,
    ...perSecond(times, count),
    target: { bound: 0.9, kind: "at least" },
  };
}

function perSecond(times: { readonly ours: number; readonly plain: number }, rows: number) {
  const [ours, plain] = [rows / times.ours * 1_000, rows / times.plain * 1_000];
  return { ours, plain, unit: "rows/s", ratio: ours / plain } as const;
}
