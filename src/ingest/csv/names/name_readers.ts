import type { DrizzleTarget } from "../../stage/write_target.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import type { Lookup } from "./lookups.ts";
import { type MadeKind, madeTables } from "./made_tables.ts";
import type { PendingNames } from "./pending_names.ts";
import { createFlags } from "./create_flags.ts";
import { type StoredIds, storedIds } from "./stored_ids.ts";

/** Resolves names to ids; all names of a kind are queried once. */
export class NameReaders {
  readonly #db: DrizzleTarget;
  readonly #pending: PendingNames | undefined;
  /** The source in which codes of series are looked up first. */
  readonly #source: string | undefined;
  #isTold = false;
  readonly #ids = new Map<MadeKind, StoredIds>();

  /**
   * Creates readers. With `pending`, names that do not exist become pending; else they are faults.
   */
  constructor(
    db: DrizzleTarget,
    options: { readonly pending: PendingNames | undefined; readonly source: string | undefined },
  ) {
    this.#db = db;
    this.#pending = options.pending;
    this.#source = options.source;
  }

  /**
   * Creates the reader of a kind of names; with `isOwn` it does not look up codes in other sources.
   */
  async of({ key }: Lookup, { isOwn = false } = {}): Promise<CellReader> {
    const ids = this.#ids.get(key) ?? await storedIds(this.#db, key);
    this.#ids.set(key, ids);
    const find = (name: string, text: string): unknown => {
      const id = ids.get(name);
      if (id === undefined || typeof id === "number") return id;
      return new CellFault(text, `one of ${id.join(", ")}, as all of them have this code`);
    };
    return (text) => {
      const source = key === "series" ? this.#source : undefined;
      if (source === undefined) return find(text, text) ?? this.#missing(key, text);
      const whole = `${source}/${text}`;
      const isElsewhere = text.includes("/") || !isOwn && this.#pending === undefined;
      return find(whole, text) ?? (isElsewhere ? find(text, text) : undefined) ??
        this.#missing(key, text);
    };
  }

  /** Registers a missing name to be made, or returns the fault that it does not exist. */
  #missing(kind: MadeKind, text: string): unknown {
    const { table } = madeTables[kind];
    const name = this.#nameOf(kind, text);
    const shown = name?.source === undefined ? text : `${name.source}/${name.code}`;
    if (this.#pending !== undefined && name !== undefined && isName(name.code)) {
      return this.#pending.standIn(kind, name);
    }
    if (this.#pending !== undefined && kind === "series" && name === undefined) {
      return new CellFault(text, "a new series with its source, SOURCE/CODE", SOURCE);
    }
    if (this.#pending !== undefined) return new CellFault(text, `the name of a ${kind}`);
    // Only the first fault has a remedy: its flags make all missing names.
    const remedy = this.#isTold ? undefined : createFlags(kind, shown);
    this.#isTold = true;
    return new CellFault(shown, `a ${kind} that is in ${table}`, remedy);
  }

  #nameOf(
    kind: MadeKind,
    text: string,
  ): { readonly source: string | undefined; readonly code: string } | undefined {
    if (kind !== "series") return { source: undefined, code: text };
    const source = this.#source;
    if (source !== undefined && !text.startsWith(`${source}/`)) return { source, code: text };
    const at = text.indexOf("/");
    return at > 0 ? { source: text.slice(0, at), code: text.slice(at + 1) } : undefined;
  }
}

/** Tells whether a code is not empty. Files write dots for missing values. */
function isName(code: string): boolean {
  return !/^\.*$/.test(code);
}

const SOURCE = "create (for example --create source=FRED) names the source of new series";
