import { type Queryable, quoteIdentifier, quoteLiteral } from "../../../base/sql/mod.ts";
import type { Migration } from "../../author/migration.ts";
import { statementHead } from "../../text/statement_head.ts";
import { plainStatements } from "./plain_statements.ts";

/** An extension of a database. A null version means the server's default. */
export interface GivenExtension {
  readonly name: string;
  readonly schema: string;
  readonly version: string | null;
}

/** Reads the extensions of a database. */
export async function readExtensions(client: Queryable): Promise<readonly GivenExtension[]> {
  const { rows } = await client.query<GivenExtension>(
    `select e.extname as name, n.nspname as schema, e.extversion as version
     from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
     where e.extname <> 'plpgsql'
     order by e.oid`,
  );
  return rows;
}

/**
 * Returns the extensions to create in a scratch database before the migrations: those of the real
 * database, and TimescaleDB. Omits extensions in schemas that migrations create, since such
 * migrations create the extension too.
 */
export function extensionsBefore(
  given: readonly GivenExtension[],
  migrations: readonly Migration[],
): readonly GivenExtension[] {
  const schemas = createdSchemas(migrations);
  const timescaledb = { name: "timescaledb", schema: "public", version: null };
  const hasTimescale = given.some(({ name }) => name === timescaledb.name);
  return [...given, ...(hasTimescale ? [] : [timescaledb])]
    .filter(({ schema }) => !schemas.has(schema));
}

/** Creates an extension in the wanted version, or else in the server's default version. */
export async function createExtension(
  client: Queryable,
  { name, schema, version }: GivenExtension,
): Promise<void> {
  await client.query(`create schema if not exists ${quoteIdentifier(schema)}`);
  const statement = `create extension if not exists ${quoteIdentifier(name)} schema ${
    quoteIdentifier(schema)
  }`;
  if (version !== null) {
    try {
      await client.query(`${statement} version ${quoteLiteral(version)} cascade`);
      return;
    } catch {
      // The server may not have this version.
    }
  }
  await client.query(`${statement} cascade`);
}

function createdSchemas(migrations: readonly Migration[]): ReadonlySet<string> {
  return new Set(
    migrations.flatMap(plainStatements).flatMap((statement) =>
      /^create schema (?:if not exists )?"?([^" ]+)/.exec(statementHead(statement))?.[1] ?? []
    ),
  );
}
