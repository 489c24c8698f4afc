import type { DropStmt, Node, VariableSetStmt } from "libpg-query";
import type { RelationName } from "../../author/effect.ts";
import type { Change } from "./change.ts";
import { readArgument, readCall } from "./literals.ts";
import { relationOf, relationOfParts, stringsOf } from "./names.ts";
import { readParameters } from "./parameters.ts";
import { readAlterTable, readRename } from "./read_alter.ts";
import { readCreateAs, readCreateIndex, readCreateTable, readCreateView } from "./read_create.ts";
import { readObject } from "./read_object.ts";
import { readQuery } from "./read_query.ts";

/** Returns the effects of a parsed statement, as far as rules need them. */
export function readStatement(node: Node): readonly Change[] {
  if ("CreateStmt" in node) return [readCreateTable(node.CreateStmt)];
  if ("CreateTableAsStmt" in node) return [readCreateAs(node.CreateTableAsStmt)];
  if ("ViewStmt" in node) return [readCreateView(node.ViewStmt)];
  if ("IndexStmt" in node) return [readCreateIndex(node.IndexStmt)];
  if ("AlterTableStmt" in node) return readAlterTable(node.AlterTableStmt);
  if ("RenameStmt" in node) return readRename(node.RenameStmt);
  if ("AlterObjectSchemaStmt" in node) {
    const { objectType, relation, newschema = "" } = node.AlterObjectSchemaStmt;
    if (objectType !== "OBJECT_TABLE") return [];
    const from = relationOf(relation);
    return [{ kind: "renameTable", relation: from, to: { ...from, schema: newschema } }];
  }
  if ("DropStmt" in node) return [readDrop(node.DropStmt)];
  if ("VariableSetStmt" in node) return [readVariable(node.VariableSetStmt)];
  if ("TruncateStmt" in node) {
    const { relations, behavior } = node.TruncateStmt;
    return [{
      kind: "truncate",
      relations: rangesOf(relations),
      cascade: behavior === "DROP_CASCADE",
    }];
  }
  if ("CallStmt" in node) {
    const { funccall = {} } = node.CallStmt;
    return [{ kind: "call", call: readCall(funccall), procedure: true }];
  }
  return [...readMaintenance(node), ...readObject(node), ...readQuery(node)];
}

function readDrop(statement: DropStmt): Change {
  const relations = (statement.objects ?? []).flatMap((node) => {
    if ("List" in node) return [relationOfParts(stringsOf(node.List.items))];
    if ("ObjectWithArgs" in node) return [relationOfParts(stringsOf(node.ObjectWithArgs.objname))];
    if ("TypeName" in node) return [relationOfParts(stringsOf(node.TypeName.names))];
    return "String" in node ? [relationOfParts([node.String.sval ?? ""])] : [];
  });
  return {
    kind: "drop",
    what: dropped[statement.removeType ?? ""] ??
      (statement.removeType ?? "").replace("OBJECT_", "").toLowerCase(),
    relations,
    cascade: statement.behavior === "DROP_CASCADE",
    concurrently: statement.concurrent === true,
  };
}

const dropped: Readonly<Record<string, string>> = { OBJECT_MATVIEW: "materialized view" };

function readVariable(statement: VariableSetStmt): Change {
  const value = statement.kind === "VAR_SET_VALUE"
    ? (statement.args ?? []).map((argument) => readArgument(argument).text ?? "").join(", ")
    : null;
  return {
    kind: "setVariable",
    name: statement.kind === "VAR_RESET_ALL" ? "all" : statement.name ?? "",
    value,
    local: statement.is_local === true,
    reset: statement.kind === "VAR_RESET" || statement.kind === "VAR_RESET_ALL",
  };
}

function readMaintenance(node: Node): readonly Change[] {
  if ("VacuumStmt" in node) {
    if (!readParameters(node.VacuumStmt.options).has("full")) return [];
    const rels = (node.VacuumStmt.rels ?? []).map((rel) =>
      "VacuumRelation" in rel ? relationOf(rel.VacuumRelation.relation) : null
    );
    return (rels.length === 0 ? [null] : rels).map((relation) => ({
      kind: "rewrite",
      relation,
      how: "vacuum full",
    }));
  }
  if ("ClusterStmt" in node) {
    const { relation } = node.ClusterStmt;
    return [{
      kind: "rewrite",
      relation: relation === undefined ? null : relationOf(relation),
      how: "cluster",
    }];
  }
  if ("ReindexStmt" in node) {
    const { kind = "", relation, params } = node.ReindexStmt;
    return [{
      kind: "reindex",
      relation: relation === undefined ? null : relationOf(relation),
      what: kind.replace("REINDEX_OBJECT_", "").toLowerCase(),
      concurrently: readParameters(params).has("concurrently"),
    }];
  }
  if ("RefreshMatViewStmt" in node) {
    const { relation, concurrent } = node.RefreshMatViewStmt;
    return [{
      kind: "refreshView",
      relation: relationOf(relation),
      concurrently: concurrent === true,
    }];
  }
  return [];
}

function rangesOf(nodes: readonly Node[] | undefined): readonly RelationName[] {
  return (nodes ?? []).flatMap((node) => "RangeVar" in node ? [relationOf(node.RangeVar)] : []);
}
