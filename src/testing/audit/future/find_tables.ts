import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import { findAggregates } from "./find_aggregates.ts";
import type { FutureTable } from "./future_table.ts";
import type { Horizon } from "./horizon.ts";
import { ownTables } from "./own_tables.ts";
import { alterableColumns } from "./alterable_columns.ts";

/** Options of {@linkcode findTables}. */
export interface FindTablesOptions {
  /** Where the future begins. */
  readonly horizon: Horizon;
  /** When rows of other tables are known, by table. */
  readonly tables: Readonly<Record<string, string>>;
}

/**
 * Finds the tables with a future in this database: this package's own where they exist, continuous
 * aggregates, and those that the caller names.
 *
 * @throws {RangeError} If a table that the caller names does not exist.
 */
export async function findTables(
  client: Queryable,
  { horizon, tables }: FindTablesOptions,
): Promise<readonly FutureTable[]> {
  const found: FutureTable[] = [];
  for (const { name, isFuture, figures, amounts } of ownTables) {
    const clock = tables[name];
    if (!await exists(client, name)) continue;
    found.push({
      name: quoteIdentifier(name),
      label: name,
      isFuture: clock === undefined ? isFuture(horizon) : isLater(clock, horizon),
      figures,
      amounts,
      isOwn: clock === undefined,
    });
  }
  const own: ReadonlySet<string> = new Set(ownTables.map(({ name }) => name));
  for (const [label, clock] of Object.entries(tables)) {
    if (!own.has(label)) found.push(await otherTable(client, { label, clock, horizon }));
  }
  return [...found, ...await findAggregates(client, horizon)];
}

interface OtherTable {
  readonly label: string;
  readonly clock: string;
  readonly horizon: Horizon;
}

async function otherTable(
  client: Queryable,
  { label, clock, horizon }: OtherTable,
): Promise<FutureTable> {
  const name = quoteIdentifier(...label.split("."));
  if (!await exists(client, label)) {
    throw new RangeError(
      `Cannot audit the table "${label}": it does not exist, correct its name in "tables"`,
    );
  }
  const figures = await alterableColumns(client, name, clock);
  return { name, label, isFuture: isLater(clock, horizon), figures, amounts: [], isOwn: false };
}

function isLater(clock: string, { at }: Horizon): string {
  return `(${clock}) > ${at}`;
}

async function exists(client: Queryable, label: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [quoteIdentifier(...label.split("."))],
  );
  return rows[0]?.found ?? false;
}
