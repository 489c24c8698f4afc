import { closeRedis, createDatabase, getRedis } from "@strata/foundation";
import { createMigrator, openPostgresSession } from "@strata/foundation/migrate";
import { migrations } from "@strata/foundation/migrations";
import { raiseAlert, serviceSchema, valueAsOf, writeReleases } from "./alerts.ts";
import { alertMigrations, LEDGER } from "./migrations.ts";
import { loadServiceSettings } from "./settings.ts";

const day = "2024-01-01";
const settings = loadServiceSettings();
const { ALERT_KEY, ALERT_LIMIT } = settings.extra;

const open = () => openPostgresSession(settings.database.migrationUrl.reveal());
const foundation = await createMigrator({ open, migrations }).up();
const own = await createMigrator({
  open,
  migrations: alertMigrations,
  ledger: LEDGER,
}).up();

await using database = createDatabase({ settings, schema: serviceSchema });
const seriesId = await writeReleases(database, day, [
  { value: 22768.866, releaseTime: new Date("2024-04-25T12:30:00Z") },
  { value: 23053.545, releaseTime: new Date("2024-09-26T12:30:00Z") },
]);
const instants = ["2024-04-01", "2024-05-01", "2024-10-01"].map((text) => new Date(text));
const known = await Promise.all(
  instants.map((at) => valueAsOf(database, seriesId, { day, at })),
);
const alert = await raiseAlert(database, {
  rule: "gdp",
  raisedAt: new Date("2024-10-01T00:00:00Z"),
  value: known.at(-1) ?? 0,
}, ALERT_LIMIT);

const redis = await getRedis(settings);
await redis.set(ALERT_KEY, JSON.stringify(alert), "EX", 60);
const kept = await redis.get(ALERT_KEY);
await redis.del(ALERT_KEY);
await closeRedis();

// deno-lint-ignore no-console -- the service's answer
console.log(JSON.stringify({
  applied: [...foundation.actions, ...own.actions].map(({ migration }) => migration),
  known,
  alert,
  kept: kept === null ? null : JSON.parse(kept),
}));
