// Without a static import of its own, Deno resolves Drizzle beside the lazily imported PGlite wrongly where
// there is no lock file yet (denoland/deno #28366); this part of the package does nothing.
import "@electric-sql/pglite/template";
import { quoteIdentifier } from "../../../base/sql/mod.ts";
import { statementHead } from "../../text/statement_head.ts";
import { withMissingRoles } from "./missing_role.ts";
import type { Reference } from "./reference.ts";

/**
 * Opens PGlite, PostgreSQL in this process: it needs no server and takes a second or two to start.
 * Roles that migrations name and do not create are made in it. It has no TimescaleDB: statements that
 * create or update the extension are left out, and the builder's steps say what they do without it.
 */
export async function openPgliteReference(): Promise<Reference> {
  const { PGlite } = await import("@electric-sql/pglite");
  const database = await PGlite.create();
  const reference: Reference = {
    query: (text, values) => database.query(text, values),
    apply: async (statement, { transaction }) => {
      if (ofTimescaleExtension.test(statementHead(statement))) return;
      await withMissingRoles(reference, statement, {
        transaction,
        provide: async (role, text) => {
          // A migration may act as the role, which then needs what it has on the server.
          await reference.query(`create role ${quoteIdentifier(role)} superuser`);
          return text;
        },
      });
    },
    [Symbol.asyncDispose]: () => database.close(),
  };
  return reference;
}

const ofTimescaleExtension =
  /^(create|alter|drop|comment on) extension (if (not )?exists )?"?timescaledb"?(\s|$)/;
