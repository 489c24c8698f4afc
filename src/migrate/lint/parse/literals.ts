import type { A_Const, FuncCall, Node } from "libpg-query";
import { stringsOf } from "./names.ts";
import type { Argument, DefaultKind, FunctionCall } from "./shapes.ts";
import { findNodes } from "./walk.ts";

/** Reads a call: its name, and its arguments as far as possible. */
export function readCall(call: FuncCall): FunctionCall {
  const positional: Argument[] = [];
  const named = new Map<string, Argument>();
  for (const node of call.args ?? []) {
    if ("NamedArgExpr" in node) {
      named.set(node.NamedArgExpr.name ?? "", readArgument(node.NamedArgExpr.arg));
    } else {
      positional.push(readArgument(node));
    }
  }
  return { name: stringsOf(call.funcname).at(-1) ?? "", positional, named };
}

/** Reads an expression that is a literal, with or without a cast, or a call. */
export function readArgument(node: Node | undefined): Argument {
  if (node === undefined) return unread;
  if ("TypeCast" in node) return readArgument(node.TypeCast.arg);
  if ("A_Const" in node) {
    const { isnull = false } = node.A_Const;
    return { text: constantText(node.A_Const), call: null, isNull: isnull };
  }
  return "FuncCall" in node ? { ...unread, call: readCall(node.FuncCall) } : unread;
}

const unread: Argument = { text: null, call: null, isNull: false };

/** Returns how the server evaluates a default. An unknown function counts as volatile. */
export function defaultKind(node: Node | undefined): DefaultKind {
  if (node === undefined) return "none";
  if ("A_Const" in node) return "literal";
  const calls = findNodes(node, "FuncCall").map((call) => {
    // as: the parser puts a FuncCall under this key.
    return stringsOf((call as FuncCall).funcname).at(-1) ?? "";
  });
  if (calls.some((name) => !stable.has(name) && !immutable.has(name))) return "volatile";
  const isStable = calls.some((name) => stable.has(name)) ||
    findNodes(node, "SQLValueFunction").length > 0;
  return isStable ? "stable" : "constant";
}

function constantText(constant: A_Const): string | null {
  if (constant.isnull === true) return null;
  if (constant.sval !== undefined) return constant.sval.sval ?? "";
  if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
  // The parser omits zeros from its tree.
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0);
  return constant.fval?.fval ?? null;
}

const stable = new Set([
  "now",
  "transaction_timestamp",
  "statement_timestamp",
  "current_setting",
  "to_timestamp",
  "to_date",
  "to_char",
  "jsonb_build_object",
  "jsonb_build_array",
  "json_build_object",
  "json_build_array",
]);

const immutable = new Set([
  "lower",
  "upper",
  "concat_ws",
  "md5",
  "abs",
  "round",
  "make_date",
  "make_interval",
  "timezone",
  "date_trunc",
  "array_fill",
  "length",
]);
