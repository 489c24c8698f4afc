import type { Queryable } from "../../../base/sql/mod.ts";
import { sqlState } from "../../session/session.ts";
import type { ApplyOptions } from "./reference.ts";

/**
 * Runs a statement that may name a role that does not exist.
 *
 * @param provide Called with a missing role; returns the statement to run then, or null to skip it.
 */
export async function withMissingRoles(
  client: Queryable,
  statement: string,
  options: ApplyOptions & {
    readonly provide: (role: string, statement: string) => Promise<string | null> | string | null;
  },
): Promise<void> {
  const { transaction, provide } = options;
  const asked = new Set<string>();
  let next: string | null = statement;
  while (next !== null) {
    if (transaction) await client.query("savepoint strata_statement");
    try {
      await client.query(next);
      if (transaction) await client.query("release savepoint strata_statement");
      return;
    } catch (error) {
      const role = missingRole(error);
      if (role === null || asked.has(role)) throw error;
      asked.add(role);
      if (transaction) await client.query("rollback to savepoint strata_statement");
      next = await provide(role, next);
    }
  }
}

/** Returns the role that does not exist according to an error; null for other errors. */
export function missingRole(error: unknown): string | null {
  const { message, routine } = error as { readonly message?: unknown; readonly routine?: unknown };
  if (typeof message !== "string") return null;
  const code = sqlState(error);
  // `set role` reports an invalid value, and only the message shows that it is a role.
  const isRole =
    (code === "42704" && typeof routine === "string" && routine.startsWith("get_role")) ||
    ((code === "42704" || code === "22023") && message.startsWith('role "'));
  // Localized servers use other quotes.
  return isRole ? /["«„“](.+?)["»“”]/.exec(message)?.[1] ?? null : null;
}
