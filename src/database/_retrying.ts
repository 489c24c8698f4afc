import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgTransactionConfig } from "drizzle-orm/pg-core";
import { retry } from "../base/resilience/mod.ts";
import type { Database, RetryTransactionOptions } from "./database.ts";
import { isRepeatableRead, isRepeatableTransaction } from "./repeatable.ts";

/** Returns the functions of a database that repeat transactions where that is safe. */
export function retrying<TSchema extends Record<string, unknown>>(
  db: NodePgDatabase<TSchema>,
): Pick<Database<TSchema>, "retryRead" | "retryTransaction"> {
  return {
    retryRead: (read, options = {}) => {
      const config = transactionConfig(options, "read only");
      const isRepeatable = isRepeatableRead;
      return retry(() => db.transaction(read, config), { ...options, isRepeatable });
    },
    retryTransaction: (run, options = {}) => {
      const config = transactionConfig(options);
      const isRepeatable = isRepeatableTransaction;
      return retry(() => db.transaction(run, config), { ...options, isRepeatable });
    },
  };
}

function transactionConfig(
  { isolationLevel }: RetryTransactionOptions,
  accessMode?: NonNullable<PgTransactionConfig["accessMode"]>,
): PgTransactionConfig {
  return {
    ...(isolationLevel === undefined ? {} : { isolationLevel }),
    ...(accessMode === undefined ? {} : { accessMode }),
  };
}
