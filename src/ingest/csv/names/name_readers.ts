import type { DrizzleTarget } from "../../stage/write_target.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import type { Lookup } from "./lookups.ts";
import { type MadeKind, madeTables } from "./made_tables.ts";
import type { PendingNames } from "./pending_names.ts";
import { createFlags } from "./create_flags.ts";
import { type StoredIds, storedIds } from "./stored_ids.ts";

/** Reads names as ids; what the database has of a kind is asked for once. */
export class NameReaders {
  readonly #db: DrizzleTarget;
  readonly #pending: PendingNames | undefined;
  /** The source that codes of series are looked for in first. */
  readonly #source: string | undefined;
  #isTold = false;
  readonly #ids = new Map<MadeKind, StoredIds>();

  /** Creates readers that make what is missing where there is a list of what is pending. */
  constructor(
    db: DrizzleTarget,
    options: { readonly pending: PendingNames | undefined; readonly source: string | undefined },
  ) {
    this.#db = db;
    this.#pending = options.pending;
    this.#source = options.source;
  }

  /** Makes the reader of names of a kind; one that `isOwn` takes codes of another source for none. */
  async of({ key }: Lookup, { isOwn = false } = {}): Promise<CellReader> {
    const ids = this.#ids.get(key) ?? await storedIds(this.#db, key);
    this.#ids.set(key, ids);
    const find = (name: string, text: string): unknown => {
      const id = ids.get(name);
      if (id === undefined || typeof id === "number") return id;
      return new CellFault(text, `one of ${id.join(", ")}: all have that code`);
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

  /** Takes a name down that is to be made, or says that it is not there. */
  #missing(kind: MadeKind, text: string): unknown {
    const { table } = madeTables[kind];
    const name = this.#nameOf(kind, text);
    const shown = name?.source === undefined ? text : `${name.source}/${name.code}`;
    if (this.#pending !== undefined && name !== undefined && isName(name.code)) {
      return this.#pending.standIn(kind, name);
    }
    if (this.#pending !== undefined && kind === "series" && name === undefined) {
      return new CellFault(text, "a series with its source, SOURCE/CODE, to be made", SOURCE);
    }
    if (this.#pending !== undefined) return new CellFault(text, `the name of a ${kind}`);
    // Said once: one call makes all of them.
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

/** Dots are what files write for nothing. */
function isName(code: string): boolean {
  return !/^\.*$/.test(code);
}

const SOURCE = "create (--create source=FRED for one) names the source of new series";
