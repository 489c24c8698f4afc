/** A column of the table, or a name that stands for an id column, that can be loaded. */
export interface TargetColumn {
  /** The key in TypeScript. */
  readonly key: string;
  /** Other names that a file may use for it. */
  readonly names: readonly string[];
}

/** Which column of the file goes into which column of the table. */
export interface ColumnMatch {
  /** The place in the file of each column of the table that has one. */
  readonly places: ReadonlyMap<string, number>;
  /** The places of the columns that match none of the table. */
  readonly rest: readonly number[];
  /** What is wrong with the mapping. */
  readonly problems: readonly string[];
}

/** Matches columns: first those that are mapped, then those of the same name. */
export function matchColumns(
  header: readonly string[],
  targets: readonly TargetColumn[],
  options: {
    readonly columns: Readonly<Record<string, string>>;
    /** Columns that get their values elsewhere. */
    readonly given: ReadonlySet<string>;
    readonly ignored: readonly string[] | "rest";
  },
): ColumnMatch {
  const { columns, given, ignored } = options;
  const problems: string[] = [];
  const places = new Map<string, number>();
  const used = new Set<number>();
  for (const [name, from] of Object.entries(columns)) {
    const target = targetNamed(targets, name);
    const found = placesOf(header, from);
    if (target === undefined) problems.push(unknownTarget(name, targets));
    else if (found.length !== 1) problems.push(notOne(name, from, header, found.length));
    else if (found[0] !== undefined) {
      places.set(target.key, found[0]);
      used.add(found[0]);
    }
  }
  const left = ignored === "rest" ? [] : ignored.flatMap((name) => placesOf(header, name));
  const byName = new Set<string>();
  for (const [place, name] of header.entries()) {
    const target = targets.find((one) => isNamed(one, name));
    if (target === undefined || used.has(place) || left.includes(place)) continue;
    if (byName.has(target.key)) {
      problems.push(ambiguous(target.key, header[places.get(target.key) ?? place], name));
    }
    if (places.has(target.key) || given.has(target.key)) continue;
    places.set(target.key, place);
    byName.add(target.key);
    used.add(place);
  }
  const rest = header.keys().filter((place) => !used.has(place) && !left.includes(place));
  return { places, rest: [...rest], problems };
}

/** Finds a column by its name in TypeScript or in SQL. */
export function targetNamed<Target extends TargetColumn>(
  targets: readonly Target[],
  name: string,
): Target | undefined {
  return targets.find((one) => isNamed(one, name));
}

function isNamed({ key, names }: TargetColumn, name: string): boolean {
  const plain = plainName(name);
  return plain !== "" && [key, ...names].some((one) => plainName(one) === plain);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The places of a name as it is written, or if there are none, in any case. */
function placesOf(header: readonly string[], name: string): number[] {
  const all = [...header.keys()];
  const exact = all.filter((place) => header[place] === name);
  if (exact.length > 0) return exact;
  return all.filter((place) => header[place]?.trim().toLowerCase() === name.trim().toLowerCase());
}

/** The message that a mapping names a column that cannot be loaded. */
export function unknownTarget(name: string, targets: readonly TargetColumn[]): string {
  return `"${name}" is not a column that can be loaded, want one of ` +
    targets.map(({ key }) => key).join(", ");
}

function ambiguous(key: string, one: string | undefined, other: string): string {
  return one === other
    ? `the file has "${other}" twice: rename one of them and ignore it`
    : `${key} could be read from "${one}" or "${other}": ignore one of them`;
}

function notOne(name: string, from: string, header: readonly string[], count: number): string {
  return count === 0
    ? `${name} is mapped to "${from}", but the file has ${shownHeader(header)}`
    : `${name} is mapped to "${from}", which the file has ${count} times`;
}

/** Lists the columns of a file for a message, shortened if there are many. */
export function shownHeader(header: readonly string[]): string {
  const shown = header.slice(0, 12).map((name) => `"${name}"`).join(", ");
  return header.length > 12 ? `${shown} and ${header.length - 12} more` : shown;
}

/** Finds the places of columns that a mapping names but does not load. */
export function placesNamed(
  header: readonly string[],
  names: readonly string[],
  problems: string[],
): readonly number[] {
  return names.map((name) => {
    const [place, ...others] = placesOf(header, name);
    if (place !== undefined && others.length === 0) return place;
    problems.push(`the mapping names "${name}", but the file has ${shownHeader(header)}`);
    return -1;
  });
}
