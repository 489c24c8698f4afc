import { EditionError, StrataError } from "../../../base/errors.ts";
import type { Queryable } from "../../../base/sql/mod.ts";
import { detectServer } from "../../../timescale/mod.ts";
import type { Manifest } from "../manifest/mod.ts";

/** What a server offers to a restore. */
export interface Offer {
  readonly postgres: string;
  readonly postgresMajor: number;
  /** The versions of TimescaleDB that can be created there. */
  readonly timescaledb: readonly string[];
  /** The version that an update leads to. */
  readonly newest: string | null;
}

/** Asks a server what it offers. */
export async function readOffer(desk: Queryable): Promise<Offer> {
  const { rows: [row] } = await desk.query<Offer & { readonly number: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as postgres,
      current_setting('server_version_num') as number,
      array(select version from pg_available_extension_versions
        where name = 'timescaledb') as timescaledb,
      (select default_version from pg_available_extensions where name = 'timescaledb') as newest`,
  );
  if (row === undefined) throw new StrataError("Cannot ask the server: it returned no row");
  const { number, ...offer } = row;
  return { ...offer, postgresMajor: Math.floor(Number(number) / 10_000) };
}

/**
 * Refuses a server that a backup cannot be restored to, and says what is missing there. TimescaleDB
 * is restored in the version of the backup and updated then: its catalog differs between versions.
 *
 * @throws {StrataError} If it is refused.
 */
export function refuseServer({ server }: Manifest, offer: Offer): void {
  if (offer.postgresMajor < server.postgresMajor) {
    throw new StrataError(
      `Cannot restore: the backup is of PostgreSQL ${server.postgres} and the server has ${offer.postgres}, ` +
        `restore into PostgreSQL ${server.postgresMajor} or newer`,
    );
  }
  const wanted = server.timescaledb;
  if (wanted === null) return;
  if (!offer.timescaledb.includes(wanted)) {
    const there = offer.timescaledb.length === 0 ? "none" : offer.timescaledb.join(", ");
    const major = offer.postgresMajor;
    throw new StrataError(
      `Cannot restore: the backup is of TimescaleDB ${wanted} and the server offers ${there}; install ` +
        `TimescaleDB ${wanted} for PostgreSQL ${major} there (Debian, from Timescale's packages: apt-get install ` +
        `"timescaledb-2-postgresql-${major}=${wanted}*" "timescaledb-2-loader-postgresql-${major}=${wanted}*"; the ` +
        'image timescale/timescaledb-ha holds several versions), restore, and update it afterwards with "alter ' +
        'extension timescaledb update" (--update does so where the server offers both)',
    );
  }
}

/**
 * Refuses a server of the Apache edition for a backup of the other one. It is known only once the
 * extension is there.
 *
 * @throws {EditionError} If it is refused.
 */
export async function refuseEdition(client: Queryable, { server }: Manifest): Promise<void> {
  if (server.edition !== "community") return;
  const { edition } = await detectServer(client);
  if (edition === "community") return;
  throw new EditionError(
    "Cannot restore: the backup is of the Community edition and the server has the Apache edition, which knows no " +
      "compressed chunks and policies; restore into a server with the Community edition",
    { feature: "restore", edition },
  );
}
