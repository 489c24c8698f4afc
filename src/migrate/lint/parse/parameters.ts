import type { Node } from "libpg-query";
import type { Parameters } from "./change.ts";
import { stringsOf } from "./names.ts";

/**
 * Reads the parameters of a `with (…)` or `set (…)`: `timescaledb.compress`, `fillfactor`. The
 * short namespace `tsdb` is returned as `timescaledb`; a parameter without a value is null.
 */
export function readParameters(nodes: readonly Node[] | undefined): Parameters {
  const parameters = new Map<string, string | null>();
  for (const node of nodes ?? []) {
    if (!("DefElem" in node)) continue;
    const { defname = "", defnamespace, arg } = node.DefElem;
    const namespace = defnamespace === "tsdb" ? "timescaledb" : defnamespace;
    parameters.set(namespace === undefined ? defname : `${namespace}.${defname}`, valueText(arg));
  }
  return parameters;
}

/** Tells whether a parameter is given and not off. A parameter without a value is on. */
export function isOn(parameters: Parameters, name: string): boolean {
  const value = parameters.get(name);
  if (value === undefined) return false;
  return value === null || !/^(false|off|no|0|f|n)$/i.test(value);
}

function valueText(node: Node | undefined): string | null {
  if (node === undefined) return null;
  if ("String" in node) return node.String.sval ?? "";
  if ("Integer" in node) return String(node.Integer.ival ?? 0);
  if ("Float" in node) return node.Float.fval ?? null;
  if ("Boolean" in node) return String(node.Boolean.boolval ?? false);
  // A bare word such as `true` or `off` is parsed as the name of a type.
  if ("TypeName" in node) return stringsOf(node.TypeName.names).at(-1) ?? null;
  return null;
}
