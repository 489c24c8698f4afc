import { ConnectionError } from "../../../base/errors.ts";
import { serverReason } from "../../../base/sql/mod.ts";
import { sqlState } from "../../session/session.ts";

/** Why no scratch database is to be had, and what to do; a migration is not to blame. */
export class ScratchUnavailable extends Error {
  override readonly name = "ScratchUnavailable";
}

/** The end of every such reason: the ways that are left. */
export const OTHER_SERVER =
  "name a server where scratch databases may be made with --reference=postgres://…";

/** Says why a scratch database cannot be created. */
export function creationFailure(role: string, error: unknown): ScratchUnavailable {
  const code = sqlState(error);
  const reason = code === "42501"
    ? `the role "${role}" may not create databases; run "alter role ${role} createdb" as a superuser, or ${OTHER_SERVER}`
    : code === "25006"
    ? `the server is read-only; ${OTHER_SERVER}`
    : `${serverReason(error)}; ${OTHER_SERVER}`;
  return new ScratchUnavailable(reason, { cause: error });
}

/** Says why a scratch database that was created cannot be used. */
export function connectionFailure(error: unknown): ScratchUnavailable {
  const reason = error instanceof ConnectionError && error.cause instanceof Error
    ? error.cause.message
    : serverReason(error);
  return new ScratchUnavailable(
    `one was made and cannot be connected to (${reason}): a pooler or pg_hba.conf lets certain databases ` +
      `through alone; set MIGRATION_DATABASE_URL to a direct connection, or ${OTHER_SERVER}`,
    { cause: error },
  );
}

/** Says why a session cannot make a scratch database, or null where it can try. */
export function sessionObstacle(
  session: { readonly isPooled?: boolean; readonly openDatabase?: unknown },
): ScratchUnavailable | null {
  if (session.isPooled === true) {
    return new ScratchUnavailable(
      "the connection goes through a pooler that gives each transaction another connection of the server; set " +
        `MIGRATION_DATABASE_URL to a direct connection, or ${OTHER_SERVER}`,
    );
  }
  return session.openDatabase === undefined
    ? new ScratchUnavailable(
      `the session opens no other database of its server; ${OTHER_SERVER}`,
    )
    : null;
}
