import type { Migration } from "../author/migration.ts";
import { withoutMissingTables } from "./adjust_catalog.ts";
import { foldTimescale } from "./fold_timescale.ts";
import type { ReferenceCatalogs } from "./reference.ts";
import type { AggregateModel, HypertableModel, TimescaleModel } from "./timescale_model.ts";

/**
 * Returns the state of TimescaleDB after all migrations, as read from the reference or derived from
 * the steps. Omits job settings, which definitions cannot declare.
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
