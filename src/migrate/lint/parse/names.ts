import type { Node, RangeVar, TypeName } from "libpg-query";
import type { RelationName } from "../../author/effect.ts";

/** Returns the relation of a parsed name; the schema is `public` by default. */
export function relationOf(range: RangeVar | undefined): RelationName {
  return { schema: range?.schemaname ?? "public", name: range?.relname ?? "" };
}

/** Returns the relation of the parts of a name, as `drop` has them. */
export function relationOfParts(parts: readonly string[]): RelationName {
  return { schema: parts.at(-2) ?? "public", name: parts.at(-1) ?? "" };
}

/** Returns the strings of a list of nodes: the parts of a name, or the columns of a key. */
export function stringsOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) =>
    "String" in node && node.String.sval !== undefined ? [node.String.sval] : []
  );
}

/**
 * Returns the relation that PostgreSQL finds if it casts a text to `regclass`: `ohlcv`, `Ohlcv`
 * (which means `ohlcv`), `"public"."ohlcv"`. Returns null if the text is not a name.
 */
export function parseRegclass(text: string): RelationName | null {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const match = /^(?:"((?:[^"]|"")+)"|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*))(\.|$)/.exec(
      rest,
    );
    if (match === null) return null;
    parts.push(match[1]?.replaceAll('""', '"') ?? (match[2] ?? "").toLowerCase());
    rest = rest.slice(match[0].length);
    if (match[3] === "." && rest === "") return null;
  }
  return parts.length === 0 || parts.length > 2 ? null : relationOfParts(parts);
}

/**
 * Returns a type by PostgreSQL's own name, without its schema: `int4`, `varchar(10)`,
 * `timestamptz[]`.
 */
export function typeText(type: TypeName | undefined): string {
  const name = stringsOf(type?.names).at(-1) ?? "";
  const sizes = (type?.typmods ?? []).flatMap((node) =>
    "A_Const" in node ? [String(node.A_Const.ival?.ival ?? 0)] : []
  );
  // The fields of an interval are a bit mask in the tree, which nobody could read.
  const size = sizes.length === 0 || name === "interval" ? "" : `(${sizes.join(",")})`;
  return `${name}${size}${"[]".repeat(type?.arrayBounds?.length ?? 0)}`;
}
