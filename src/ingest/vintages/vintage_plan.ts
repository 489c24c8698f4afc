import type { PgTable } from "drizzle-orm/pg-core";
import { type InstantInput, instantText, parseInstant } from "../../base/time/instant.ts";
import { type TablePlan, tablePlan } from "../encode/table_plan.ts";

/** Plans a table with revisions: rows give neither the number of a revision nor when it came here. */
export function vintagePlan(table: PgTable, releaseTime: InstantInput | undefined): TablePlan {
  const whole = tablePlan(table);
  const columns = whole.columns
    .filter(({ key }) => !["revisionNumber", "ingestedAt"].includes(key))
    // A row without a value must say null: a missing field would compare with nothing.
    .map((planned) => planned.key === "value" ? { ...planned, isRequired: true } : planned);
  const common = releaseTime === undefined ? undefined : released(releaseTime);
  return {
    ...whole,
    columns,
    key: whole.key.filter((planned) => columns.includes(planned)),
    complete(row) {
      const own = row["releaseTime"];
      if (own === undefined) return { ...row, releaseTime: common };
      if (own === common || own instanceof Date) return row;
      // as: what it is not, parseInstant says.
      return { ...row, releaseTime: released(own as InstantInput) };
    },
    completes: "releaseTime",
  };
}

function released(instant: InstantInput): string {
  return instantText(parseInstant(instant, "releaseTime"));
}
