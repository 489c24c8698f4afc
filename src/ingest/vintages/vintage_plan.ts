import type { PgTable } from "drizzle-orm/pg-core";
import { type InstantInput, instantText, parseInstant } from "../../base/time/instant.ts";
import { type TablePlan, tablePlan } from "../encode/table_plan.ts";

/** Plans a table with revisions: rows give neither the revision number nor the time of storing. */
export function vintagePlan(table: PgTable, releaseTime: InstantInput | undefined): TablePlan {
  const whole = tablePlan(table);
  const columns = whole.columns
    .filter(({ key }) => !["revisionNumber", "ingestedAt"].includes(key))
    // A missing value must be given as null, because null is compared like a value.
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
      // as: parseInstant refuses anything else.
      return { ...row, releaseTime: released(own as InstantInput) };
    },
    completes: "releaseTime",
  };
}

function released(instant: InstantInput): string {
  return instantText(parseInstant(instant, "releaseTime"));
}
