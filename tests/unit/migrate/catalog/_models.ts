import type {
  CatalogModel,
  ColumnModel,
  TableModel,
} from "../../../../src/migrate/catalog/catalog_model.ts";
import type { JobModel } from "../../../../src/migrate/catalog/job_model.ts";
import type {
  HypertableModel,
  TimescaleModel,
} from "../../../../src/migrate/catalog/timescale_model.ts";

export const emptyCatalog: CatalogModel = {
  tables: [],
  views: [],
  enums: [],
  functions: [],
  traits: [],
};
export const emptyTimescale: TimescaleModel = { hypertables: [], aggregates: [] };

export function column(name: string, values: Partial<ColumnModel> = {}): ColumnModel {
  return {
    name,
    type: "text",
    nullable: true,
    default: null,
    identity: null,
    generated: null,
    comment: null,
    ...values,
  };
}

export function table(name: string, values: Partial<TableModel> = {}): TableModel {
  return {
    schema: "public",
    name,
    comment: null,
    columns: [column("id", { type: "integer", nullable: false })],
    constraints: [],
    indexes: [],
    triggers: [],
    ...values,
  };
}

export function catalog(...tables: readonly TableModel[]): CatalogModel {
  return { ...emptyCatalog, tables };
}

export function hypertableModel(
  name: string,
  values: Partial<HypertableModel> = {},
): HypertableModel {
  return {
    relation: { schema: "public", name },
    timeColumn: "time",
    chunkInterval: "7 days",
    integerNow: null,
    spaceColumns: [],
    compression: null,
    policies: [],
    reorder: null,
    ...values,
  };
}

export function job(values: Partial<JobModel> = {}): JobModel {
  return {
    id: 1000,
    scheduled: true,
    every: "1 day",
    maxRuntime: "00:05:00",
    maxRetries: -1,
    retryPeriod: "00:05:00",
    fixedStart: null,
    postponedTo: null,
    extras: [],
    ...values,
  };
}
