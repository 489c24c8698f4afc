import type { OrderColumn } from "../../../timescale/mod.ts";
import type { RelationName } from "../../author/effect.ts";
import type { Change, Parameters } from "./change.ts";
import { parseRegclass } from "./names.ts";
import { isOn } from "./parameters.ts";
import type { Argument, FunctionCall } from "./shapes.ts";
import type { GivenCompression, TimescaleChange } from "./timescale_change.ts";

/** Returns what a change means to TimescaleDB: calls of its functions, and its own parameters. */
export function readTimescale(change: Change): readonly TimescaleChange[] {
  if (change.kind === "call") return readTimescaleCall(change.call);
  if (change.kind === "setParameters" || change.kind === "createView") {
    return readCompression(change.relation, change.parameters);
  }
  if (change.kind === "createTable" && isOn(change.parameters, "timescaledb.hypertable")) {
    const { relation, parameters } = change;
    const time = parameters.get("timescaledb.partition_column") ??
      change.columns.find((column) => timeTypes.test(column.type))?.name ?? "";
    const chunkInterval = parameters.get("timescaledb.chunk_interval") ?? "7 days";
    return [
      { kind: "hypertable", relation, timeColumn: time, chunkInterval, migrateData: false },
      ...readCompression(relation, parameters),
    ];
  }
  return [];
}

/** Finds an argument by its name, or else by its position. */
export function argumentOf(
  call: FunctionCall,
  name: string,
  position?: number,
): Argument | undefined {
  return call.named.get(name) ?? (position === undefined ? undefined : call.positional[position]);
}

const timeTypes = /^(timestamptz|timestamp|date)\b/;

function readTimescaleCall(call: FunctionCall): readonly TimescaleChange[] {
  const relation = relationArgument(call);
  if (relation === null) return [];
  const text = (name: string, position: number): string | null =>
    argumentOf(call, name, position)?.text ?? null;
  switch (call.name) {
    case "create_hypertable":
      return readHypertable(call, relation);
    case "set_chunk_time_interval":
      return [{ kind: "chunkInterval", relation, chunkInterval: text("chunk_time_interval", 1) }];
    case "add_compression_policy":
      return [{
        kind: "compressionPolicy",
        relation,
        policy: { after: text("compress_after", 1) },
      }];
    case "add_columnstore_policy":
      return [{ kind: "compressionPolicy", relation, policy: { after: text("after", 1) } }];
    case "remove_compression_policy":
    case "remove_columnstore_policy":
      return [{ kind: "compressionPolicy", relation, policy: null }];
    case "add_retention_policy":
      return [{ kind: "retentionPolicy", relation, policy: { after: text("drop_after", 1) } }];
    case "remove_retention_policy":
      return [{ kind: "retentionPolicy", relation, policy: null }];
    case "add_continuous_aggregate_policy": {
      const start = argumentOf(call, "start_offset", 1);
      const startOffset = start?.text ?? null;
      // An expression is a bound too, even if its value is unknown here.
      const unbounded = start?.isNull === true;
      return [{ kind: "refreshPolicy", relation, policy: { startOffset, unbounded } }];
    }
    case "refresh_continuous_aggregate": {
      const unbounded = argumentOf(call, "window_start", 1)?.isNull === true;
      return [{ kind: "refresh", relation, unbounded }];
    }
    case "set_integer_now_func":
      return [{ kind: "integerNow", relation }];
    case "remove_continuous_aggregate_policy":
      return [{ kind: "refreshPolicy", relation, policy: null }];
    default:
      return [];
  }
}

function relationArgument(call: FunctionCall): RelationName | null {
  const names = ["relation", "hypertable", "continuous_aggregate"];
  const argument = names.map((name) => call.named.get(name)).find((given) => given !== undefined) ??
    call.positional[0];
  return argument?.text === null || argument === undefined ? null : parseRegclass(argument.text);
}

function readHypertable(
  call: FunctionCall,
  relation: RelationName,
): readonly TimescaleChange[] {
  const dimension = argumentOf(call, "dimension", 1)?.call ?? null;
  const migrateData = call.named.get("migrate_data")?.text === "true" ||
    call.positional[dimension === null ? 10 : 4]?.text === "true";
  if (dimension !== null) {
    const interval = argumentOf(dimension, "partition_interval", 1);
    return [{
      kind: "hypertable",
      relation,
      timeColumn: argumentOf(dimension, "column_name", 0)?.text ?? "",
      chunkInterval: interval === undefined ? "7 days" : interval.text,
      migrateData,
    }];
  }
  const interval = argumentOf(call, "chunk_time_interval", 6);
  return [{
    kind: "hypertable",
    relation,
    timeColumn: argumentOf(call, "time_column_name", 1)?.text ?? "",
    chunkInterval: interval === undefined ? "7 days" : interval.text,
    migrateData,
  }];
}

function readCompression(
  relation: RelationName,
  parameters: Parameters,
): readonly TimescaleChange[] {
  const find = (names: readonly string[]): string | undefined => {
    const name = names.find((each) => parameters.has(`timescaledb.${each}`));
    return name === undefined ? undefined : parameters.get(`timescaledb.${name}`) ?? "";
  };
  const given = {
    segmentBy: find(["compress_segmentby", "segmentby", "segment_by"]),
    orderBy: find(["compress_orderby", "orderby", "order_by"]),
    rollup: find(["compress_chunk_time_interval", "compress_chunk_interval"]),
    sparseIndex: find(["sparse_index", "index", "compress_sparse_index", "compress_index"]),
  };
  const switches = ["compress", "enable_columnstore", "columnstore"];
  const named = switches.find((each) => parameters.has(`timescaledb.${each}`));
  if (named !== undefined && !isOn(parameters, `timescaledb.${named}`)) {
    return [{ kind: "compression", relation, given: null }];
  }
  if (named === undefined && Object.values(given).every((value) => value === undefined)) return [];
  const settings: GivenCompression = {
    ...(given.segmentBy === undefined ? {} : { segmentBy: columnList(given.segmentBy) }),
    ...(given.orderBy === undefined ? {} : { orderBy: orderList(given.orderBy) }),
    ...(given.rollup === undefined ? {} : { rollup: given.rollup === "0" ? null : given.rollup }),
    ...(given.sparseIndex === undefined ? {} : { sparseIndex: given.sparseIndex }),
  };
  return [{ kind: "compression", relation, given: settings }];
}

function columnList(text: string): readonly string[] {
  return orderList(text).map((entry) => entry.column);
}

function orderList(text: string): readonly OrderColumn[] {
  const entry = /\s*(?:"((?:[^"]|"")+)"|([^\s,"]+))\s*(asc|desc)?[^,]*(?:,|$)/giy;
  return [...text.matchAll(entry)].map((match) => ({
    column: match[1]?.replaceAll('""', '"') ?? (match[2] ?? "").toLowerCase(),
    direction: match[3]?.toLowerCase() === "desc" ? "desc" : "asc",
  }));
}
