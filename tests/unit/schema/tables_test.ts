// deno-lint-ignore-file camelcase -- tables and columns by their SQL names
import assert from "node:assert/strict";
import { getTableConfig } from "drizzle-orm/pg-core";
import { tables } from "../../../src/schema/mod.ts";

/** Columns in database order, with `!` if they refuse null, and the primary key. */
const expected: Record<string, { columns: string; key: string }> = {
  data_sources: {
    columns:
      "id! name! base_url auth_type rate_limit_per_minute default_locale notes created_at! updated_at!",
    key: "id",
  },
  instruments: {
    columns:
      "id! ticker! name! asset_class! country! currency! exchange is_active! created_at! updated_at!",
    key: "id",
  },
  series_metadata: {
    columns:
      "id! source_id! series_code! name! frequency! country! unit! decimal_separator! date_format! is_revisable! release_timezone! created_at! updated_at!",
    key: "id",
  },
  market_data: {
    columns: "instrument_id! frequency! timestamp! open high low close! volume adjusted_close",
    key: "instrument_id frequency timestamp",
  },
  macro_series: {
    columns:
      "series_id! observation_date! revision_number! value release_time! source ingested_at! vintage_kind!",
    key: "series_id observation_date revision_number",
  },
  curves: {
    columns: "curve_id! curve_date! tenor_days! tenor_label rate! curve_type source",
    key: "curve_id curve_date tenor_days",
  },
  flow_data: {
    columns:
      "series_id! observation_date! flow_type! revision_number! value unit release_time! ingested_at! vintage_kind!",
    key: "series_id observation_date flow_type revision_number",
  },
  fiscal_data: {
    columns:
      "series_id! observation_date! fiscal_metric! revision_number! value unit release_time! ingested_at! vintage_kind!",
    key: "series_id observation_date fiscal_metric revision_number",
  },
  vol_surfaces: {
    columns: "instrument_id! surface_date! tenor_days! delta! call_put! implied_vol!",
    key: "instrument_id surface_date tenor_days delta call_put",
  },
  signals: {
    columns:
      "signal_type! signal_date! subject! instrument_id series_id value confidence metadata_json",
    key: "signal_type signal_date subject",
  },
  backfill_checkpoints: {
    columns:
      "exchange! symbol! timeframe! range_start! range_end! status! rows_ingested! error updated_at!",
    key: "exchange symbol timeframe range_start",
  },
  ohlcv: {
    columns: "exchange! symbol! timeframe! time! open! high! low! close! volume!",
    key: "exchange symbol timeframe time",
  },
  release_calendar: {
    columns: "series_id! period! expected_at zone! known_at!",
    key: "series_id period known_at",
  },
  release_expectations: {
    columns: "series_id! observation_date! source! expected_value! known_at!",
    key: "series_id observation_date source known_at",
  },
};

const configs = tables.map(getTableConfig);

function primaryKey(config: (typeof configs)[number]): readonly string[] {
  const onColumns = config.columns.filter((column) => column.primary);
  return [...onColumns, ...config.primaryKeys.flatMap((key) => key.columns)].map((column) =>
    column.name
  );
}

Deno.test("tables holds the 14 tables with their columns and keys", () => {
  const actual = Object.fromEntries(configs.map((config) => [config.name, {
    columns: config.columns.map((column) => column.name + (column.notNull ? "!" : "")).join(" "),
    key: primaryKey(config).join(" "),
  }]));
  assert.deepEqual(actual, expected);
});

Deno.test("tables names every constraint by the rule", () => {
  for (const config of configs) {
    const { name } = config;
    // A single-column key is declared on the column, as drizzle-kit requires; the migration names
    // it.
    if (primaryKey(config).length > 1) {
      assert.deepEqual(config.primaryKeys.map((key) => key.getName()), [`pk_${name}`]);
    }
    for (const key of config.uniqueConstraints) {
      assert.equal(key.getName(), `uq_${name}_${key.columns[0]?.name}`);
    }
    for (const key of config.foreignKeys) {
      const { columns, foreignTable } = key.reference();
      const referred = getTableConfig(foreignTable).name;
      assert.equal(key.getName(), `fk_${name}_${columns[0]?.name}_${referred}`);
    }
    for (const check of config.checks) assert.match(check.name, new RegExp(`^ck_${name}_[a-z_]+$`));
    assert.ok(config.columns.every((column) => !column.isUnique), name);
    assert.deepEqual(config.indexes, []);
  }
});

Deno.test("tables refers to metadata by named foreign keys", () => {
  const keys = configs.flatMap((config) => config.foreignKeys.map((key) => key.getName()));
  assert.deepEqual(keys, [
    "fk_series_metadata_source_id_data_sources",
    "fk_market_data_instrument_id_instruments",
    "fk_macro_series_series_id_series_metadata",
    "fk_flow_data_series_id_series_metadata",
    "fk_fiscal_data_series_id_series_metadata",
    "fk_vol_surfaces_instrument_id_instruments",
    "fk_signals_instrument_id_instruments",
    "fk_signals_series_id_series_metadata",
    "fk_release_calendar_series_id_series_metadata",
    "fk_release_expectations_series_id_series_metadata",
  ]);
});

Deno.test("tables uses no type that loses something", () => {
  const known = new Set([
    "bigint",
    "boolean",
    "date",
    "double precision",
    "integer",
    "jsonb",
    "numeric",
    "smallint",
    "text",
    "timestamp with time zone",
  ]);
  for (const { name, columns } of configs) {
    for (const column of columns) {
      assert.ok(known.has(column.getSQLType()), `${name}.${column.name}: ${column.getSQLType()}`);
    }
  }
});

Deno.test("tables keeps days and instants apart by their names", () => {
  for (const { columns } of configs) {
    for (const { name, getSQLType, ...column } of columns) {
      const type = getSQLType.call(column);
      if (name.endsWith("_date")) assert.equal(type, "date", name);
      if (name.endsWith("_at") || name.endsWith("_time")) {
        assert.equal(type, "timestamp with time zone", name);
      }
    }
  }
});

Deno.test("tables lets the database alone assign ids", () => {
  const ids = configs.flatMap(({ columns }) => columns.filter((column) => column.name === "id"));
  assert.deepEqual(ids.map((id) => id.generatedIdentity?.type), ["always", "always", "always"]);
});
