import type pg from "pg";
import type { Sender } from "./outcome.ts";

const INSERT = /^(insert into \{t\} \((?<columns>.*?)\)) (?<rows>[^]*) on conflict .* do nothing$/;

/**
 * Puts TimescaleDB's #7672 between a history and the server: `on conflict do nothing` into the
 * compressed table stores no row after the first whose key is there.
 */
export function losingRows(sender: Sender, client: pg.Client): Sender {
  return {
    async send(step, variant) {
      const { columns, rows } = INSERT.exec(step.sql)?.groups ?? {};
      if (variant !== "packed" || rows === undefined || !await isCompressed(client)) {
        return await sender.send(step, variant);
      }
      const sql = `insert into {t} (${columns}) select ${columns} from (
  select g.*, bool_or(t.series is not null) over (order by g.place) as is_late
  from (select *, row_number() over () as place from (${rows}) raw (${columns})) g
  left join {t} t on t.series = g.series and t.day = g.day and t.revision = g.revision
) numbered where not is_late`;
      return await sender.send({ ...step, sql }, variant);
    },
  };
}

async function isCompressed(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from timescaledb_information.chunks
      where hypertable_name = 'packed' and is_compressed) as found`,
  );
  return rows[0]?.found === true;
}
