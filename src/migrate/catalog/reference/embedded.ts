// Without a static import of PGlite, and without a lock file, Deno resolves Drizzle wrongly next to
// the lazily imported PGlite (denoland/deno #28366). This part of the package does nothing.
import "@electric-sql/pglite/template";
import { quoteIdentifier } from "../../../base/sql/mod.ts";
import { statementHead } from "../../text/statement_head.ts";
import { withMissingRoles } from "./missing_role.ts";
import type { Reference } from "./reference.ts";

/**
 * Opens PGlite, which is PostgreSQL in this process. It needs no server and starts in a second or
 * two. Missing roles that migrations name are created. It has no TimescaleDB: statements that
 * create or change the extension are skipped, and builder steps run their stand-ins.
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
          // A migration may act as the role, and then needs the role's privileges.
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
