import { ConfigError } from "../../../base/errors.ts";
import { type CreateMapping, filledIn, isFixed, textFor } from "./create_settings.ts";
import { type MadeKind, madeTables, madeValue } from "./made_tables.ts";

/** A name that does not exist in the database yet. */
export interface PendingName {
  /** Stands in for the id until there is one; negative, unlike any id. */
  readonly standIn: number;
  readonly kind: MadeKind;
  /** The full name; `FRED/GDP` for a series. */
  readonly name: string;
  /** The source of a series. */
  readonly source: string | undefined;
  /** The name within the source. */
  readonly code: string;
}

/** The fields of a row that is made for a name, besides the name. */
export type MadeFields = Readonly<Record<string, string>>;

/** The names of a file that are to be made once a line needs them. */
export class PendingNames {
  readonly #names = new Map<string, PendingName>();
  readonly #byStandIn: PendingName[] = [];
  readonly #used = new Map<number, MadeFields>();
  readonly #options: PendingNamesOptions;

  /** Creates an empty list. */
  constructor(options: PendingNamesOptions) {
    this.#options = options;
  }

  /** Registers a name and returns its stand-in. */
  standIn(kind: MadeKind, { source, code }: Pick<PendingName, "source" | "code">): number {
    const name = source === undefined ? code : `${source}/${code}`;
    const known = this.#names.get(`${kind} ${name}`);
    if (known !== undefined) return known.standIn;
    const standIn = -1 - this.#names.size;
    const pending = { standIn, kind, name, source, code };
    this.#names.set(`${kind} ${name}`, pending);
    this.#byStandIn.push(pending);
    return standIn;
  }

  /**
   * Marks the name behind a stand-in as needed. The first line that needs it gives the fields of
   * its row. Does nothing for a real id.
   *
   * @throws {ConfigError} If a field is missing or invalid.
   */
  use(id: unknown, cells: readonly string[]): void {
    if (typeof id !== "number" || id >= 0 || this.#used.has(id)) return;
    const pending = this.named(id);
    if (pending === undefined) return;
    const fields = this.#fieldsOf(pending, cells);
    const problems = told(pending, fieldProblems(pending, fields));
    if (problems.length > 0) {
      throw new ConfigError(`Cannot load "${this.#options.file}": ${problems.join("; ")}`, {
        problems,
      });
    }
    this.#used.set(id, fields);
  }

  /** Returns the fields of the row for a needed name. */
  fields(standIn: number): MadeFields {
    return this.#used.get(standIn) ?? {};
  }

  /** The names that are needed. */
  get used(): readonly PendingName[] {
    return this.#byStandIn.filter(({ standIn }) => this.#used.has(standIn));
  }

  /**
   * Returns the zone given for a name; undefined while it depends on a line that has not been read.
   */
  zone(id: unknown): string | undefined {
    if (typeof id !== "number") return undefined;
    const used = this.#used.get(id);
    if (used !== undefined) return used["zone"];
    const pending = this.named(id);
    const text = pending === undefined ? undefined : this.#text(pending, "zone");
    return text !== undefined && isFixed(text) ? text : undefined;
  }

  /** Returns which fields are not given for a name. */
  problems(id: unknown): readonly string[] {
    const pending = this.named(id);
    return pending === undefined
      ? []
      : told(pending, missingFields(pending, (field) => this.#text(pending, field)));
  }

  /** Returns the name of a stand-in. */
  named(standIn: unknown): PendingName | undefined {
    return typeof standIn === "number" ? this.#byStandIn[-1 - standIn] : undefined;
  }

  #text({ kind, name, code }: PendingName, field: string): string | undefined {
    const text = textFor(this.#options.create, field, [name, code]);
    // The column `name` is required, so the code is its default.
    return text ?? (field === "name" && kind !== "source" ? code : undefined);
  }

  #fieldsOf(pending: PendingName, cells: readonly string[]): MadeFields {
    const fields: Record<string, string> = {};
    for (const field of madeTables[pending.kind].fields) {
      const text = this.#text(pending, field);
      if (text === undefined) continue;
      const value = filledIn(text, cells, this.#options.places);
      // If the line has no name, the code is used as well.
      if (value !== "" || field !== "name") fields[field] = madeValue(field, value);
      else fields[field] = pending.code;
    }
    return fields;
  }
}

/** Options of {@linkcode PendingNames}. */
export interface PendingNamesOptions {
  readonly file: string;
  readonly create: CreateMapping;
  /** The places of the columns that the texts refer to. */
  readonly places: ReadonlyMap<string, number>;
}

function fieldProblems(pending: PendingName, fields: MadeFields): readonly string[] {
  const missing = missingFields(pending, (field) => fields[field]);
  if (missing.length > 0) return missing;
  const issues = madeTables[pending.kind].check(pending.code, fields)?.issues ?? [];
  return issues.map(({ path, message }) => {
    const field = path[0] === "releaseTimezone" ? "zone" : String(path[0]);
    const reason = message.replace(/^\w+: /, "");
    return `${field} cannot be stored, ${reason}: give another with --create ${field}=…`;
  });
}

function missingFields(
  { kind }: PendingName,
  textOf: (field: string) => string | undefined,
): readonly string[] {
  return Object.entries(madeTables[kind].wanted)
    .filter(([field]) => textOf(field) === undefined)
    .map(([field, value]) =>
      `${field} is not given, add --create ${field}=… (for example ${value})`
    );
}

function told({ kind, name }: PendingName, problems: readonly string[]): readonly string[] {
  return problems.map((problem) =>
    `the ${madeTables[kind].noun} "${name}" is new, and its ${problem}`
  );
}
