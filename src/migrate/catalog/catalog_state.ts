import type { CatalogModel } from "./catalog_model.ts";
import type { TimescaleModel } from "./timescale_model.ts";

/** The state of a database in PostgreSQL's and TimescaleDB's catalogs. */
export interface CatalogState {
  /** PostgreSQL's. */
  readonly catalog: CatalogModel;
  /** TimescaleDB's. */
  readonly timescale: TimescaleModel;
}
