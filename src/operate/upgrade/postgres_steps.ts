import { NEWEST_TESTED, postgresMajorsOf } from "../versions/mod.ts";
import type { UpgradeFacts } from "./upgrade_facts.ts";

/** How to reach another major of PostgreSQL, as TimescaleDB documents it; empty on the newest. */
export function postgresSteps(
  { postgresMajor }: Pick<UpgradeFacts, "postgresMajor">,
  timescaledb: string | null,
): readonly string[] {
  if (timescaledb === null) return [];
  const newer = (postgresMajorsOf(timescaledb) ?? []).filter((major) => major > postgresMajor);
  const needed = postgresMajorsOf(NEWEST_TESTED)?.includes(postgresMajor) === false;
  const [next] = newer;
  const why = needed
    ? [`TimescaleDB ${NEWEST_TESTED} does not run on PostgreSQL ${postgresMajor} any more`]
    : [];
  if (next === undefined) return why;
  return [
    ...why,
    `TimescaleDB ${timescaledb} runs on PostgreSQL ${newer.join(", ")} as well; two ways there:`,
    `pg_upgrade: install PostgreSQL ${next} with TimescaleDB ${timescaledb}, the same version as ` +
    "here; stop services; pg_upgrade --check, then pg_upgrade; vacuumdb --all --analyze-only",
    `dump and restore: deno task backup here; start PostgreSQL ${next} with TimescaleDB ` +
    `${timescaledb} or newer; deno task restore there`,
    "then: deno task upgrade on the new server, deno task migrate check, deno task verify --strict",
  ];
}
