import { inspect } from "node:util";

/** Where two values differ first. */
export interface ValueDifference {
  /** The steps to it: `rows`, 3, `value`. */
  readonly path: readonly (string | number)[];
  /** What was there at first. */
  readonly before: unknown;
  /** What is there now. */
  readonly after: unknown;
}

/** Options of {@linkcode firstDifference}. */
export interface DifferenceOptions {
  /**
   * By how much numbers may differ, as a share of the larger one (of 1 where both are smaller); 0
   * by default.
   */
  readonly tolerance?: number;
  /** Whether lists are compared without regard to their order. */
  readonly unordered?: boolean;
}

/** A missing element, row or field. */
export const MISSING: unique symbol = Symbol("missing");

/**
 * Finds the first difference between two values by structure: numbers (NaN equals itself), dates,
 * maps and sets in their order, typed arrays, arrays, objects field by field. Functions count as
 * equal.
 */
export function firstDifference(
  before: unknown,
  after: unknown,
  options: DifferenceOptions = {},
): ValueDifference | null {
  return new Comparison(options).compare(before, after, []);
}

type Path = readonly (string | number)[];

class Comparison {
  readonly #tolerance: number;
  readonly #unordered: boolean;
  readonly #seen = new Map<object, Set<object>>();

  constructor({ tolerance = 0, unordered = false }: DifferenceOptions) {
    this.#tolerance = tolerance;
    this.#unordered = unordered;
  }

  compare(a: unknown, b: unknown, path: Path): ValueDifference | null {
    if (Object.is(a, b) || (typeof a === "function" && typeof b === "function")) return null;
    if (typeof a === "number" && typeof b === "number") {
      return this.#isNear(a, b) ? null : { path, before: a, after: b };
    }
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
      return { path, before: a, after: b };
    }
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return { path, before: a, after: b };
    // What contains itself is compared once.
    if (this.#seen.get(a)?.has(b)) return null;
    this.#seen.set(a, (this.#seen.get(a) ?? new Set()).add(b));
    return this.#compareObjects(a, b, path);
  }

  #compareObjects(a: object, b: object, path: Path): ValueDifference | null {
    if (a instanceof Date && b instanceof Date) {
      return Object.is(a.getTime(), b.getTime()) ? null : { path, before: a, after: b };
    }
    if (isText(a) && isText(b)) {
      return String(a) === String(b) ? null : { path, before: a, after: b };
    }
    if (a instanceof Map && b instanceof Map) return this.#compareList([...a], [...b], path);
    if (a instanceof Set && b instanceof Set) return this.#compareList([...a], [...b], path);
    const [left, right] = [elementsOf(a), elementsOf(b)];
    if (left !== undefined && right !== undefined) {
      return this.#unordered
        ? this.#compareList(sorted(left), sorted(right), path)
        : this.#compareList(left, right, path);
    }
    return this.#compareFields(a, b, path);
  }

  #compareList(
    a: ArrayLike<unknown>,
    b: ArrayLike<unknown>,
    path: Path,
  ): ValueDifference | null {
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const [left, right] = [i < a.length ? a[i] : MISSING, i < b.length ? b[i] : MISSING];
      const found = this.compare(left, right, [...path, i]);
      if (found !== null) return found;
    }
    return null;
  }

  #compareFields(a: object, b: object, path: Path): ValueDifference | null {
    const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      const found = this.compare(
        left.has(key) ? left.get(key) : MISSING,
        right.has(key) ? right.get(key) : MISSING,
        [...path, key],
      );
      if (found !== null) return found;
    }
    return null;
  }

  #isNear(a: number, b: number): boolean {
    return Math.abs(a - b) <= this.#tolerance * Math.max(1, Math.abs(a), Math.abs(b));
  }
}

function elementsOf(value: object): ArrayLike<unknown> | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  // as: every view but DataView has elements.
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? value as unknown as ArrayLike<unknown>
    : undefined;
}

/** Errors, patterns, URLs and Temporal's values hold what they mean in no field of their own. */
function isText(value: object): boolean {
  return value instanceof Error || value instanceof RegExp || value instanceof URL ||
    String(Object(value)[Symbol.toStringTag]).startsWith("Temporal.");
}

/** Sorts a list by what its elements say, but for the last digits of numbers. */
function sorted(list: ArrayLike<unknown>): readonly unknown[] {
  const keys = new Map<unknown, string>();
  const keyOf = (value: unknown): string => {
    const known = keys.get(value);
    if (known !== undefined) return known;
    const key = inspect(value, { depth: 4, breakLength: Infinity, sorted: true })
      .replaceAll(/\d+\.\d{8,}(e-?\d+)?/g, (digits) => Number(digits).toPrecision(8));
    keys.set(value, key);
    return key;
  };
  return Array.from(list).toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0
  );
}
