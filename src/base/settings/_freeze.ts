import { Secret } from "./secret.ts";

/** Freezes a value and every plain object and list in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || value instanceof Secret) return value;
  if (Object.isFrozen(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

/** Makes a set that refuses to be changed. */
export function frozenSet(names: Iterable<string>): ReadonlySet<string> {
  const set = new Set(names);
  const refuse = (): never => {
    throw new TypeError("Cannot change the settings: they are frozen");
  };
  for (const method of ["add", "delete", "clear"]) {
    Object.defineProperty(set, method, { value: refuse });
  }
  return Object.freeze(set);
}
