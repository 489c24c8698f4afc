import type { DeleteStmt, FuncCall, InsertStmt, MergeStmt, Node, UpdateStmt } from "libpg-query";
import type { Change } from "./change.ts";
import { readCall } from "./literals.ts";
import { relationOf } from "./names.ts";
import type { FunctionCall } from "./shapes.ts";
import { relationsIn } from "./read_create.ts";
import { findNodes } from "./walk.ts";

/** Returns the effects of a query: its calls and its writes, including those in `with`. */
export function readQuery(node: Node): readonly Change[] {
  const runs = ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"];
  if (!runs.some((kind) => kind in node)) return [];
  // as: the parser puts each kind of node under its own name.
  const inserts = findNodes(node, "InsertStmt") as readonly InsertStmt[];
  const updates = findNodes(node, "UpdateStmt") as readonly UpdateStmt[];
  const deletes = findNodes(node, "DeleteStmt") as readonly DeleteStmt[];
  const merges = findNodes(node, "MergeStmt") as readonly MergeStmt[];
  const calls = findNodes(node, "FuncCall") as readonly FuncCall[];
  return [
    ...inserts.map((insert): Change => ({
      kind: "write",
      how: "insert",
      relation: relationOf(insert.relation),
      bounded: true,
      fromTables: relationsIn(insert.selectStmt).length > 0,
    })),
    ...[
      ...updates.map((update) => ["update", update] as const),
      ...deletes.map((remove) => ["delete", remove] as const),
    ].map(([how, { relation, whereClause }]): Change => ({
      kind: "write",
      how,
      relation: relationOf(relation),
      bounded: whereClause !== undefined && !isTrue(whereClause),
      fromTables: true,
    })),
    ...merges.map((merge): Change => ({
      kind: "write",
      how: "merge",
      relation: relationOf(merge.relation),
      bounded: true,
      fromTables: true,
    })),
    ...calls.map(readCall).map((call): Change =>
      setVariable(call) ?? { kind: "call", call, procedure: false }
    ),
  ];
}

/** Reads `set_config('search_path', 'audit', false)`, which has the same effect as `set`. */
function setVariable({ name, positional }: FunctionCall): Change | null {
  const [variable, value, local] = positional;
  if (name !== "set_config" || typeof variable?.text !== "string") return null;
  return {
    kind: "setVariable",
    name: variable.text.toLowerCase(),
    // The value may be an expression; it still sets the variable.
    value: value?.text ?? "…",
    local: local?.text === "true",
    reset: false,
  };
}

function isTrue(node: Node): boolean {
  return "A_Const" in node && node.A_Const.boolval?.boolval === true;
}
