import type { AlterTableCmd, AlterTableStmt, Node, RenameStmt } from "libpg-query";
import type { RelationName } from "../../author/effect.ts";
import type { Change } from "./change.ts";
import { relationOf, typeText } from "./names.ts";
import { readParameters } from "./parameters.ts";
import { readObjectRename } from "./read_object.ts";
import { readColumn, readConstraint } from "./read_column.ts";

/** Reads an `alter table`, or an `alter` of a view or an index with the same syntax. */
export function readAlterTable(statement: AlterTableStmt): readonly Change[] {
  const relation = relationOf(statement.relation);
  return (statement.cmds ?? []).flatMap((node) => {
    const change = "AlterTableCmd" in node ? readCommand(relation, node.AlterTableCmd) : null;
    return change === null ? [] : [change];
  });
}

/** Reads an `alter … rename`. */
export function readRename(statement: RenameStmt): readonly Change[] {
  const { renameType = "", subname: from = "", newname: to = "" } = statement;
  const relation = relationOf(statement.relation);
  if (renameType === "OBJECT_COLUMN") return [{ kind: "renameColumn", relation, from, to }];
  if (renameType === "OBJECT_TABCONSTRAINT") {
    return [{ kind: "renameConstraint", relation, from, to }];
  }
  if (!renamedRelations.has(renameType)) return readObjectRename(statement);
  return [{ kind: "renameTable", relation, to: { schema: relation.schema, name: to } }];
}

const renamedRelations = new Set(["OBJECT_TABLE", "OBJECT_MATVIEW", "OBJECT_VIEW"]);

const rewrites: ReadonlyMap<string, string> = new Map([
  ["AT_SetTableSpace", "set tablespace"],
  ["AT_SetLogged", "set logged"],
  ["AT_SetUnLogged", "set unlogged"],
  ["AT_SetAccessMethod", "set access method"],
]);

const rowSecurity = new Set([
  "AT_EnableRowSecurity",
  "AT_DisableRowSecurity",
  "AT_ForceRowSecurity",
  "AT_NoForceRowSecurity",
]);

function readCommand(relation: RelationName, command: AlterTableCmd): Change | null {
  const { subtype = "", name = "", def } = command;
  const cascade = command.behavior === "DROP_CASCADE";
  const how = rewrites.get(subtype);
  if (how !== undefined) return { kind: "rewrite", relation, how };
  const triggers = /^AT_(Enable|Disable)(?:Always|Replica)?Trig(All|User)?$/.exec(subtype);
  if (triggers !== null) {
    const which = triggers[2]?.toLowerCase() ?? name;
    return { kind: "switchTriggers", relation, which, enabled: triggers[1] === "Enable" };
  }
  if (rowSecurity.has(subtype)) return { kind: "rowSecurity", relation };
  switch (subtype) {
    case "AT_AddColumn":
      return readAddColumn(relation, def, command.missing_ok === true);
    case "AT_DropColumn":
      return { kind: "dropColumn", relation, column: name, cascade };
    case "AT_AlterColumnType": {
      const type = def !== undefined && "ColumnDef" in def ? def.ColumnDef.typeName : undefined;
      return { kind: "alterType", relation, column: name, type: typeText(type) };
    }
    case "AT_SetNotNull":
      return { kind: "setNotNull", relation, column: name };
    case "AT_DropNotNull":
      return { kind: "dropNotNull", relation, column: name };
    case "AT_AddConstraint":
      return readAddConstraint(relation, def);
    case "AT_DropConstraint":
      return { kind: "dropConstraint", relation, name, cascade };
    case "AT_AttachPartition":
    case "AT_DetachPartition": {
      if (def === undefined || !("PartitionCmd" in def)) return null;
      return {
        kind: subtype === "AT_AttachPartition" ? "attachPartition" : "detachPartition",
        relation,
        partition: relationOf(def.PartitionCmd.name),
        concurrently: def.PartitionCmd.concurrent === true,
      };
    }
    case "AT_ValidateConstraint":
      return { kind: "validateConstraint", relation, name };
    case "AT_SetRelOptions": {
      const list = def !== undefined && "List" in def ? def.List.items : undefined;
      return { kind: "setParameters", relation, parameters: readParameters(list) };
    }
    default:
      return null;
  }
}

function readAddColumn(
  relation: RelationName,
  definition: Node | undefined,
  ifNotExists: boolean,
): Change | null {
  if (definition === undefined || !("ColumnDef" in definition)) return null;
  return { kind: "addColumn", relation, ...readColumn(definition.ColumnDef), ifNotExists };
}

function readAddConstraint(relation: RelationName, definition: Node | undefined): Change | null {
  if (definition === undefined || !("Constraint" in definition)) return null;
  const constraint = readConstraint(definition.Constraint);
  return constraint === null ? null : { kind: "addConstraint", relation, constraint };
}
