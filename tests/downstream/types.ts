/**
 * The expected types of what arrives from the registry: `deno check` fails if one changes or
 * becomes `any`.
 *
 * @module
 */
import {
  createDatabase,
  type curves,
  getRedis,
  hypertable,
  macroSeries,
  type NewMacroSeries,
  type Schema,
  schema,
  type VintageKind,
} from "@strata/foundation";
import { defineMigration } from "@strata/foundation/migrate";
import { createTestDatabase } from "@strata/foundation/testing";
import { alertEvents } from "./alert_events.ts";
import { loadServiceSettings } from "./settings.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
type IsAny<T> = 0 extends 1 & T ? true : false;

function isTrue<_Claim extends true>(): void {}
function isFalse<_Claim extends false>(): void {}

type Row = {
  seriesId: number;
  observationDate: string;
  revisionNumber: number;
  value: number | null;
  releaseTime: Date;
  source: string | null;
  ingestedAt: Date;
  vintageKind: VintageKind;
};

/** Never run: each line is a claim about a type. */
export async function claims(): Promise<void> {
  isTrue<Equal<typeof macroSeries.$inferSelect, Row>>();
  isTrue<
    Equal<NewMacroSeries, {
      seriesId: number;
      observationDate: string;
      revisionNumber?: number | undefined;
      value?: number | null | undefined;
      releaseTime: Date;
      source?: string | null | undefined;
      ingestedAt?: Date | undefined;
      vintageKind?: VintageKind | undefined;
    }>
  >();
  isFalse<IsAny<typeof curves.$inferInsert>>();

  const database = createDatabase({ schema });
  isFalse<IsAny<typeof database.pool>>();
  isFalse<IsAny<typeof database.pool.connect>>();
  isTrue<Equal<typeof database.pool.totalCount, number>>();
  const client = await database.pool.connect();
  isFalse<IsAny<typeof client>>();
  isFalse<IsAny<typeof client.release>>();
  const rows = await database.db.select().from(macroSeries);
  isTrue<Equal<typeof rows, Row[]>>();
  const found = await database.db.query.macroSeries.findFirst();
  isTrue<Equal<typeof found, Row | undefined>>();
  await database.db.transaction(async (tx) => {
    isFalse<IsAny<typeof tx>>();
    const [row] = await tx.select({ day: macroSeries.observationDate }).from(
      macroSeries,
    );
    isTrue<Equal<typeof row, { day: string } | undefined>>();
  });

  const test = await createTestDatabase({ schema });
  isTrue<Equal<typeof test.db, typeof database.db>>();
  isTrue<Equal<typeof test.pool, typeof database.pool>>();
  isFalse<IsAny<Schema["macroSeries"]>>();

  const redis = await getRedis();
  isFalse<IsAny<typeof redis>>();
  const text = await redis.get("key");
  isTrue<Equal<typeof text, string | null>>();

  const { extra } = loadServiceSettings();
  isTrue<Equal<typeof extra.ALERT_LIMIT, number>>();

  // @ts-expect-error the value is a number or null
  const wrong: NewMacroSeries = { ...rows[0], value: "1" };
  // @ts-expect-error the column is none of the table's
  hypertable(alertEvents, { by: "raised", chunkInterval: "1 day" });
  // @ts-expect-error a text is no time
  hypertable(alertEvents, { by: "rule", chunkInterval: "1 day" });
  // @ts-expect-error a migration needs its statements
  defineMigration("0001_nothing", {});
  return void wrong;
}
