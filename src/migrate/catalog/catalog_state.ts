import type { CatalogModel } from "./catalog_model.ts";
import type { TimescaleModel } from "./timescale_model.ts";

/** Both catalogs of a database: PostgreSQL's and TimescaleDB's. */
export interface CatalogState {
  /** PostgreSQL's. */
  readonly catalog: CatalogModel;
  /** TimescaleDB's. */
  readonly timescale: TimescaleModel;
}
