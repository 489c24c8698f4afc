import { getTableConfig } from "drizzle-orm/pg-core";
import { MigrationError } from "../../../base/errors.ts";
import { quoteIdentifier } from "../../../base/sql/mod.ts";
import type { Migration } from "../../author/migration.ts";
import { formatRelation } from "../../author/relation.ts";
import { definitionStatements } from "../definition_statements.ts";
import type { Definitions } from "../definitions.ts";
import { enumOfColumn } from "../enum_ddl.ts";
import { type ReferenceRun, runDefinitions, runMigration } from "./reference_run.ts";

/**
 * Tells whether definitions failed because they need an object that only migrations can create: a
 * function, a sequence, a domain.
 */
export function lacksObjects(error: unknown): boolean {
  return error instanceof MigrationError && error.migration === undefined &&
    missing.has(error.code ?? "");
}

/**
 * Runs the migrations, drops the tables and views, and creates the definitions. So definitions can
 * use what only migrations create.
 */
export async function defineUpon(
  run: ReferenceRun,
  definitions: Definitions,
  from: {
    readonly migrations: readonly Migration[];
    readonly schemas: () => Promise<readonly string[]>;
  },
): Promise<void> {
  for (const migration of from.migrations) await runMigration(run, migration);
  for (const statement of await dropStatements(run, await from.schemas())) {
    await run.reference.query(statement);
  }
  for (const type of declaredEnums(definitions)) {
    await run.reference.query(`drop type if exists ${type} cascade`);
  }
  await runDefinitions(run, definitionStatements(definitions));
}

/** Undefined table or sequence, function, type, schema. */
const missing: ReadonlySet<string> = new Set(["42P01", "42883", "42704", "3F000"]);

/** Returns statements that drop all tables and views, along with what depends on them. */
async function dropStatements(
  { reference }: ReferenceRun,
  schemas: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await reference.query<{ statement: string }>(
    `select format('drop %s if exists %I.%I cascade',
       case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
       n.nspname, c.relname) as statement
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm') and not exists (
       select from pg_catalog.pg_depend e
       where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
     order by c.relkind in ('v', 'm'), 1`,
    [schemas],
  );
  return rows.map(({ statement }) => statement);
}

function declaredEnums({ tables }: Definitions): readonly string[] {
  const enums = tables.flatMap((table) => getTableConfig(table).columns)
    .flatMap((column) => enumOfColumn(column) ?? []);
  const byName = new Map(enums.map((relation) => [formatRelation(relation), relation]));
  return [...byName.values()].map(({ schema, name }) => quoteIdentifier(schema, name));
}
