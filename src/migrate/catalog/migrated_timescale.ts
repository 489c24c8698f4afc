import type { Migration } from "../author/migration.ts";
import { withoutMissingTables } from "./adjust_catalog.ts";
import { foldTimescale } from "./fold_timescale.ts";
import type { ReferenceCatalogs } from "./reference.ts";
import type { AggregateModel, HypertableModel, TimescaleModel } from "./timescale_model.ts";

/**
 * What all migrations make in TimescaleDB, as a reference saw it or as their steps say. How jobs run is
 * left out: definitions have no words for it.
 */
export function migratedTimescale(
  reference: ReferenceCatalogs,
  migrations: readonly Migration[],
): TimescaleModel {
  const seen = reference.timescale?.all;
  if (seen !== undefined) {
    return {
      ...seen,
      hypertables: seen.hypertables.map((table) => ({
        ...withoutJobs(table),
        ...(table.reorder ? { reorder: { ...table.reorder, job: null } } : {}),
      })),
      aggregates: seen.aggregates.map(withoutJobs),
    };
  }
  return withoutMissingTables(
    foldTimescale(migrations.map((migration) => ({ migration }))),
    reference.all,
  );
}

function withoutJobs<Model extends HypertableModel | AggregateModel>(model: Model): Model {
  return { ...model, policies: model.policies.map((policy) => ({ ...policy, job: null })) };
}
