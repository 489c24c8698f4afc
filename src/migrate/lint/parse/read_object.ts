import type { GrantStmt, Node, RenameStmt } from "libpg-query";
import type { Change } from "./change.ts";
import { relationOf, relationOfParts, stringsOf } from "./names.ts";

/** Reads the effects of a statement on locks, types, functions, domains and privileges. */
export function readObject(node: Node): readonly Change[] {
  if ("LockStmt" in node) {
    const { relations, mode = 0 } = node.LockStmt;
    return [{
      kind: "lockTable",
      relations: (relations ?? []).flatMap((each) =>
        "RangeVar" in each ? [relationOf(each.RangeVar)] : []
      ),
      mode: lockModes[mode] ?? "",
    }];
  }
  if ("CreateEnumStmt" in node) {
    return [{ kind: "createType", type: relationOfParts(stringsOf(node.CreateEnumStmt.typeName)) }];
  }
  if ("CreateDomainStmt" in node) {
    const { domainname } = node.CreateDomainStmt;
    return [{ kind: "createType", type: relationOfParts(stringsOf(domainname)) }];
  }
  if ("AlterEnumStmt" in node) {
    const { typeName, newVal = "", oldVal } = node.AlterEnumStmt;
    return oldVal === undefined
      ? [{ kind: "addEnumValue", type: relationOfParts(stringsOf(typeName)), value: newVal }]
      : [{ kind: "renameObject", what: "enum value", from: oldVal, to: newVal }];
  }
  if ("AlterDomainStmt" in node) {
    const { subtype, typeName, def } = node.AlterDomainStmt;
    if (subtype !== "C" || def === undefined || !("Constraint" in def)) return [];
    const notValid = def.Constraint.skip_validation === true;
    const domain = relationOfParts(stringsOf(typeName));
    return [{ kind: "addDomainConstraint", domain, notValid }];
  }
  if ("CreateFunctionStmt" in node) {
    const { funcname, options } = node.CreateFunctionStmt;
    const name = relationOfParts(stringsOf(funcname));
    return [{ kind: "function", name, created: true, ...readSecurity(options) }];
  }
  if ("AlterFunctionStmt" in node) {
    const { func, actions } = node.AlterFunctionStmt;
    const name = relationOfParts(stringsOf(func?.objname));
    return [{ kind: "function", name, created: false, ...readSecurity(actions) }];
  }
  if ("GrantStmt" in node) return readGrant(node.GrantStmt);
  if ("AlterDefaultPrivilegesStmt" in node) {
    const { action } = node.AlterDefaultPrivilegesStmt;
    return action === undefined ? [] : readGrant(action);
  }
  return [];
}

/** Reads a rename of a schema, a type or a function. */
export function readObjectRename(statement: RenameStmt): readonly Change[] {
  const { renameType = "", object, subname, newname: to = "" } = statement;
  const what = renamedObjects[renameType];
  if (what === undefined) return [];
  const parts = object === undefined
    ? []
    : "List" in object
    ? stringsOf(object.List.items)
    : "ObjectWithArgs" in object
    ? stringsOf(object.ObjectWithArgs.objname)
    : [];
  return [{ kind: "renameObject", what, from: parts.at(-1) ?? subname ?? "", to }];
}

const renamedObjects: Readonly<Record<string, string>> = {
  OBJECT_SCHEMA: "schema",
  OBJECT_TYPE: "type",
  OBJECT_DOMAIN: "type",
  OBJECT_FUNCTION: "function",
  OBJECT_PROCEDURE: "function",
};

/** PostgreSQL's numbers for lock modes. */
const lockModes: Readonly<Record<number, string>> = {
  1: "access share",
  2: "row share",
  3: "row exclusive",
  4: "share update exclusive",
  5: "share",
  6: "share row exclusive",
  7: "exclusive",
  8: "access exclusive",
};

function readSecurity(
  options: readonly Node[] | undefined,
): { readonly securityDefiner: boolean; readonly setsSearchPath: boolean } {
  const elements = (options ?? []).flatMap((node) => "DefElem" in node ? [node.DefElem] : []);
  return {
    securityDefiner: elements.some(({ defname, arg }) =>
      defname === "security" && arg !== undefined && "Boolean" in arg &&
      arg.Boolean.boolval === true
    ),
    setsSearchPath: elements.some(({ defname, arg }) =>
      defname === "set" && arg !== undefined && "VariableSetStmt" in arg &&
      arg.VariableSetStmt.name === "search_path" &&
      arg.VariableSetStmt.kind !== "VAR_SET_DEFAULT" && arg.VariableSetStmt.kind !== "VAR_RESET"
    ),
  };
}

function readGrant(grant: GrantStmt): readonly Change[] {
  const isPublic = (grant.grantees ?? []).some((node) =>
    "RoleSpec" in node && node.RoleSpec.roletype === "ROLESPEC_PUBLIC"
  );
  if (grant.is_grant !== true || !isPublic) return [];
  const privileges = (grant.privileges ?? []).flatMap((node) =>
    "AccessPriv" in node ? [node.AccessPriv.priv_name ?? ""] : []
  );
  const kind = (grant.objtype ?? "").replace("OBJECT_", "").toLowerCase();
  const names = (grant.objects ?? []).map((node) => {
    if ("RangeVar" in node) return node.RangeVar.relname ?? "";
    if ("String" in node) return node.String.sval ?? "";
    if ("ObjectWithArgs" in node) return stringsOf(node.ObjectWithArgs.objname).at(-1) ?? "";
    return "List" in node ? stringsOf(node.List.items).at(-1) ?? "" : "";
  });
  const wide = grant.targtype === "ACL_TARGET_ALL_IN_SCHEMA"
    ? `every ${kind} in "${names.join('", "')}"`
    : grant.targtype === "ACL_TARGET_DEFAULTS"
    ? `every future ${kind}`
    : `${kind} "${names.join('", "')}"`;
  return [{
    kind: "grantToPublic",
    privileges: privileges.length === 0 ? "all" : privileges.join(", "),
    on: wide,
  }];
}
