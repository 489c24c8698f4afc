import { ALIVE } from "./alive.ts";
import { alteredFigure, alteredInstant, type Direction } from "./altered.ts";
import type { Horizon } from "./horizon.ts";

/** A statement that adds rows to a table. */
export interface Addition {
  /** The table. */
  readonly table: string;
  /** The statement. */
  readonly statement: string;
}

/** Builds the statements that add releases, and what is told of releases. */
export function addedReleases(horizon: Horizon, direction: Direction): readonly Addition[] {
  return [
    ...revisedTables.flatMap((table) => addedRevisions(table, horizon, direction)),
    {
      table: "release_calendar",
      statement: `insert into release_calendar (series_id, period, expected_at, zone, known_at)
        select distinct on (series_id, period) series_id, period,
          ${alteredInstant("expected_at", direction)}, zone, ${horizon.next}
        from release_calendar
        where known_at <= ${horizon.at} and expected_at > ${horizon.at} - ${ALIVE}
        order by series_id, period, known_at desc
        on conflict do nothing`,
    },
    {
      table: "release_expectations",
      statement: `insert into release_expectations
          (series_id, observation_date, source, expected_value, known_at)
        select distinct on (series_id, observation_date, source) series_id, observation_date,
          source, ${alteredFigure("expected_value", direction)}, ${horizon.next}
        from release_expectations
        where known_at <= ${horizon.at} and known_at > ${horizon.at} - ${ALIVE}
        order by series_id, observation_date, source, known_at desc
        on conflict do nothing`,
    },
  ];
}

interface RevisedTable {
  readonly table: string;
  /** The columns of the key between the day and the number of the revision. */
  readonly key: string;
  /** The columns that a new row takes from the one before it. */
  readonly kept: string;
}

const revisedTables: readonly RevisedTable[] = [
  { table: "macro_series", key: "series_id", kept: "source, vintage_kind" },
  { table: "flow_data", key: "series_id, flow_type", kept: "unit, vintage_kind" },
  { table: "fiscal_data", key: "series_id, fiscal_metric", kept: "unit, vintage_kind" },
];

function addedRevisions(
  { table, key, kept }: RevisedTable,
  { at, next, day, knownTo }: Horizon,
  direction: Direction,
): readonly Addition[] {
  const into = `insert into ${table}
    (${key}, observation_date, revision_number, value, release_time, ingested_at, ${kept})`;
  const isAlive = `observation_date > ${day} - ${ALIVE}`;
  const isKnown = `release_time <= ${at}`;
  const value = alteredFigure("value", direction);
  const newest = `select distinct on (${key}, observation_date) *,
      min(release_time) over (partition by ${key}, observation_date) as first_release
    from ${table}
    where ${isAlive} order by ${key}, observation_date, revision_number desc`;
  const known = `select distinct on (${key}) * from ${table}
    where ${isAlive} and ${isKnown} order by ${key}, observation_date desc, revision_number desc`;
  const later = `${into} select ${key}, observation_date, revision_number + 1, ${value}, ${next},
    now(), ${kept} from (${newest}) newest`;
  const newer = `${into} select ${key}, observation_date + 1, 0, ${value}, ${next}, now(), ${kept}
    from (${known}) known on conflict do nothing`;
  const statements = [later, newer];
  if (knownTo !== undefined) {
    statements.push(`${into} select ${key}, observation_date, revision_number + 1, ${value}, ${at},
      ${knownTo} + interval '1 millisecond', ${kept} from (${newest}) newest where first_release <= ${at}`);
  }
  return statements.map((statement) => ({ table, statement }));
}
