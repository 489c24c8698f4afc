import { rewriteChecksums } from "../ledger/ledger.ts";
import { isFirst } from "../plan/checksum.ts";
import type { MigrationStatus } from "../plan/compare.ts";
import type { RunContext } from "./run.ts";

/** Replaces checksums of the first releases if the migration is unchanged. */
export async function upgradeChecksums(
  { session, ledger }: Pick<RunContext, "session" | "ledger">,
  statuses: readonly MigrationStatus[],
): Promise<void> {
  const old = statuses.filter(({ row, match }) =>
    row !== null && match === "same" && isFirst(row.checksum)
  );
  if (old.length > 0) await rewriteChecksums(session, ledger, old);
}
