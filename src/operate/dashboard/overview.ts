import type { DriftResult, StatusResult } from "../../migrate/mod.ts";
import type { LateRelease } from "../../point_in_time/mod.ts";
import type { ServerInfo } from "../../timescale/mod.ts";
import type { Observed } from "../observe/mod.ts";
import type { Check } from "../verify/mod.ts";
import type { Reading } from "./read/mod.ts";

/** What TimescaleDB's catalog tells, and which server it is. */
export interface CatalogState extends Observed {
  readonly server: ServerInfo;
}

/** Everything that the first page shows. */
export interface Overview {
  readonly catalog: Reading<CatalogState>;
  readonly services: Reading<readonly Check[]>;
  readonly migrations: Reading<StatusResult>;
  readonly drift: Reading<DriftResult>;
  /** True where one of them was still being read. */
  readonly isPending: boolean;
  /** True while drift is looked for. */
  readonly isLooking: boolean;
  readonly late: Reading<readonly LateRelease[]>;
}
