import { ConnectionError } from "../../../base/errors.ts";
import { serverReason } from "../../../base/sql/mod.ts";
import { sqlState } from "../../session/session.ts";

/**
 * Thrown when no scratch database can be used; the message tells why and what to do. Never the
 * fault of a migration.
 */
export class ScratchUnavailable extends Error {
  override readonly name = "ScratchUnavailable";
}

/** The remedy at the end of each reason. */
export const OTHER_SERVER =
  "name a server where scratch databases can be created with --reference=postgres://…";

/** Explains why a scratch database cannot be created. */
export function creationFailure(role: string, error: unknown): ScratchUnavailable {
  const code = sqlState(error);
  const reason = code === "42501"
    ? `the role "${role}" may not create databases; run "alter role ${role} createdb" as a superuser, or ${OTHER_SERVER}`
    : code === "25006"
    ? `the server is read-only; ${OTHER_SERVER}`
    : `${serverReason(error)}; ${OTHER_SERVER}`;
  return new ScratchUnavailable(reason, { cause: error });
}

/** Explains why a new scratch database cannot be used. */
export function connectionFailure(error: unknown): ScratchUnavailable {
  const reason = error instanceof ConnectionError && error.cause instanceof Error
    ? error.cause.message
    : serverReason(error);
  return new ScratchUnavailable(
    `one was created but cannot be connected to (${reason}): a pooler or pg_hba.conf allows only certain ` +
      `databases; set MIGRATION_DATABASE_URL to a direct connection, or ${OTHER_SERVER}`,
    { cause: error },
  );
}

/** Explains why a session cannot create a scratch database; returns null if it can try. */
export function sessionObstacle(
  session: { readonly isPooled?: boolean; readonly openDatabase?: unknown },
): ScratchUnavailable | null {
  if (session.isPooled === true) {
    return new ScratchUnavailable(
      "the connection goes through a pooler that can switch server connections between transactions; set " +
        `MIGRATION_DATABASE_URL to a direct connection, or ${OTHER_SERVER}`,
    );
  }
  return session.openDatabase === undefined
    ? new ScratchUnavailable(
      `the session cannot open another database of its server; ${OTHER_SERVER}`,
    )
    : null;
}
