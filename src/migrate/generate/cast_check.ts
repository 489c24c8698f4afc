import { identifier, quoteLiteral } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import { parseType, type TypeParts } from "./type_family.ts";

/** A column whose type changes, with both types in SQL. */
export interface Retyping {
  readonly relation: RelationName;
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Returns statements that fail if a cast would silently change a value, as `varchar(5)` truncates
 * and `integer` rounds. There are none if the cast keeps all values or fails by itself. The table
 * is locked first, so that nobody can write between the check and the cast.
 */
export function castCheckStatements(retyping: Retyping): readonly string[] {
  const { relation, column } = retyping;
  const changed = changedCondition(retyping);
  if (changed === null) return [];
  const table = relationIdentifier(relation);
  const message = quoteLiteral(
    `Cannot change ${formatRelation(relation)}.${column} to ${retyping.to}: values would change, ` +
      "mend them or cast them by hand",
  );
  return [
    [
      "do $check$",
      "begin",
      `  lock table ${table} in access exclusive mode;`,
      `  if exists (select from ${table} where ${changed}) then`,
      `    raise exception using message = ${message};`,
      "  end if;",
      "end",
      "$check$",
    ].join("\n"),
  ];
}

/** Returns a warning for the reviewer of a type change, or null. */
export function castWarning({ from, to }: Pick<Retyping, "from" | "to">): string | null {
  const [source, target] = [parseType(from), parseType(to)];
  if (source.base === "json" && target.base === "jsonb") {
    return "The cast to jsonb drops duplicate keys and the order of keys.";
  }
  if (source.family === "instant" && target.family === "clock") {
    return `The cast to ${to} drops the date.`;
  }
  const zones = [source, target].filter(({ family }) => family === "instant" || family === "date");
  if (zones.length === 2 && (source.base === "timestamptz") !== (target.base === "timestamptz")) {
    return "The cast reads and writes local times in the time zone of the session.";
  }
  return null;
}

/** Returns the condition for rows whose value would silently change, or null. */
function changedCondition({ column, from, to }: Retyping): string | null {
  const [source, target] = [parseType(from), parseType(to)];
  if (keepsValues(source, target)) return null;
  const name = identifier(column);
  if (source.family === "text" && target.family !== "text") {
    // Text that is not valid for the type fails by itself. Compare parsed values, since "007" and
    // "7" are the same number.
    const wide = target.family === "number"
      ? "numeric"
      : target.family === "date" || target.base === "timestamp"
      ? "timestamp"
      : target.base === "timestamptz"
      ? "timestamptz"
      : target.base === "interval"
      ? "interval"
      : null;
    return wide === null ? null : `${name}::${wide} is distinct from ${name}::${to}::${wide}`;
  }
  // Comparing as text works for types without equality too, and compares every digit.
  return `${name}::text is distinct from ${name}::${to}::${from}::text`;
}

function keepsValues(source: TypeParts, target: TypeParts): boolean {
  if (isUnbounded(target)) return true;
  // These casts always lose something; a warning says so.
  if (source.base === "json" && target.base === "jsonb") return true;
  if (source.family === "instant" && target.family === "clock") return true;
  switch (target.family) {
    case "text":
      return source.base === "varchar" && target.base === "varchar" &&
        source.size !== null && source.size <= (target.size ?? Infinity);
    case "number":
      return keepsNumbers(source, target);
    case "instant":
      return source.family === "date" ||
        source.base === target.base && (source.size ?? 6) <= (target.size ?? 6);
    case "clock":
      return source.base === target.base && (source.size ?? 6) <= (target.size ?? 6);
    case "date":
      return source.family === "date";
    case "other":
      return source.base === "jsonb" && target.base === "json";
  }
}

function keepsNumbers(source: TypeParts, target: TypeParts): boolean {
  if (source.family !== "number") return false;
  const isWhole = ["smallint", "integer", "bigint"].includes(source.base);
  switch (target.base) {
    case "smallint":
    case "integer":
    case "bigint":
      return isWhole;
    case "numeric":
      // Too many digits before the decimal point fail by themselves; after it, they are rounded.
      if (isWhole) return (target.scale ?? 0) >= 0;
      return source.base === "numeric" &&
        (target.size === null ||
          source.size !== null && (source.scale ?? 0) <= (target.scale ?? 0));
    case "double precision":
      return source.base === "real" || source.base === "smallint" || source.base === "integer";
    default:
      return source.base === "smallint" && target.base === "real";
  }
}

function isUnbounded(type: TypeParts): boolean {
  return !type.isArray && type.family === "text" && type.base !== "char" && type.size === null;
}
