import type { NewMarketData } from "../../src/schema/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";

/** The number of instruments with bars. */
export const INSTRUMENTS = 250;

const FIRST_DAY = Date.UTC(2020, 0, 1);
const DAY = 86_400_000;

/** Generates daily bars, instrument by instrument: the given number, always the same. */
export function* dailyBars(count: number): Generator<NewMarketData> {
  const days = Math.ceil(count / INSTRUMENTS);
  for (let i = 0; i < count; i++) yield bar(1 + Math.floor(i / days), i % days);
}

/** Generates the bars of some days for every instrument. */
export function* barsOfDays(from: number, to: number): Generator<NewMarketData> {
  for (let day = from; day < to; day++) {
    for (let instrument = 1; instrument <= INSTRUMENTS; instrument++) yield bar(instrument, day);
  }
}

function bar(instrumentId: number, day: number): NewMarketData {
  const close = 100 + 10 * Math.sin(instrumentId * day / 100);
  return {
    instrumentId,
    frequency: "daily",
    timestamp: new Date(FIRST_DAY + day * DAY),
    open: close - 0.53,
    high: close + 0.84,
    low: close - 1.74,
    close,
    volume: 1_000_000 + 17 * day + instrumentId,
    adjustedClose: close,
  };
}

/** Writes bars in the format of psql's `\copy`. */
export async function writeCsv(file: string, bars: Iterable<NewMarketData>): Promise<void> {
  using out = await Deno.open(file, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  const writer = out.writable.getWriter();
  let lines: string[] = [];
  const flush = async (): Promise<void> => {
    await writer.write(encoder.encode(`${lines.join("\n")}\n`));
    lines = [];
  };
  for (const { timestamp, ...row } of bars) {
    const { instrumentId, frequency, open, high, low, close, volume, adjustedClose } = row;
    const time = new Date(timestamp).toISOString();
    lines.push(
      [instrumentId, frequency, time, open, high, low, close, volume, adjustedClose].join(),
    );
    if (lines.length === 20_000) await flush();
  }
  if (lines.length > 0) await flush();
  writer.releaseLock();
}

/** Adds the instruments, and stops the compression jobs if there are any. */
export async function prepareWrites(client: Queryable): Promise<void> {
  await client.query(
    `insert into instruments (ticker, name, asset_class, country, currency)
      select 'T' || i, 'T' || i, 'equity', 'US', 'USD' from generate_series(1, $1) i`,
    [INSTRUMENTS],
  );
  if (!await canCompress(client)) return;
  await client.query(
    `select alter_job(job_id, scheduled => false) from timescaledb_information.jobs
      where hypertable_name is not null`,
  );
}

/** Compresses all bars, oldest first, if the server can. */
export async function compressBars(client: Queryable): Promise<boolean> {
  if (!await canCompress(client)) return false;
  await client.query(
    `select compress_chunk(chunk, if_not_compressed => true) from (
      select format('%I.%I', chunk_schema, chunk_name)::regclass as chunk
      from timescaledb_information.chunks where hypertable_name = 'market_data' order by range_start
    ) chunks`,
  );
  return true;
}

/** Counts the uncompressed rows in compressed chunks; decompressed batches leave theirs. */
export async function countLooseBars(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ chunk: string }>(
    `select format('%I.%I', chunk_schema, chunk_name) as chunk
      from timescaledb_information.chunks
      where hypertable_name = 'market_data' and is_compressed`,
  );
  let loose = 0;
  for (const { chunk } of rows) {
    const counted = await client.query<{ n: number }>(
      `select count(*)::int as n from only ${chunk}`,
    );
    loose += counted.rows[0]?.n ?? 0;
  }
  return loose;
}

async function canCompress(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ license: string | null }>(
    "select current_setting('timescaledb.license', true) as license",
  );
  return rows[0]?.license === "timescale";
}
