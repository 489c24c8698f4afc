import type { DriftResult, StatusResult } from "../../migrate/mod.ts";
import type { LateRelease } from "../../point_in_time/mod.ts";
import type { AdvisedCheck } from "../verify/mod.ts";
import type { CatalogState, Reading } from "./read/mod.ts";

/** Everything that the first page shows. */
export interface Overview {
  readonly catalog: Reading<CatalogState>;
  readonly services: Reading<readonly AdvisedCheck[]>;
  readonly migrations: Reading<StatusResult>;
  readonly drift: Reading<DriftResult>;
  /** True where one of them was still being read. */
  readonly isPending: boolean;
  /** True while drift is looked for. */
  readonly isLooking: boolean;
  readonly late: Reading<readonly LateRelease[]>;
}
