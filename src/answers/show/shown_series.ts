import { editDistance } from "../../base/nearest.ts";
import { readRows, type ReadSource } from "../../point_in_time/read_source.ts";
import { compose } from "../../point_in_time/statement.ts";
import type { Frequency } from "../../schema/mod.ts";

/** A series with what a picture says of it. */
export interface ShownSeries {
  /** The id in `series_metadata`. */
  readonly id: number;
  /** The source's name. */
  readonly source: string;
  /** The source's own code. */
  readonly code: string;
  /** The name for people. */
  readonly name: string;
  /** The unit of the values. */
  readonly unit: string;
  /** How often an observation comes. */
  readonly frequency: Frequency;
  /** The zone of the source's release hours. */
  readonly zone: string;
}

/**
 * Finds a series by what a person writes: `ALFRED/GDPC1`, `GDPC1` where one source has it, or its id.
 *
 * @throws {RangeError} If there is none, with the nearest names, or several have the code.
 */
export async function findShownSeries(source: ReadSource, text: string): Promise<ShownSeries> {
  const slash = text.indexOf("/");
  const [name, code] = slash < 0 ? [null, text] : [text.slice(0, slash), text.slice(slash + 1)];
  const id = /^\d{1,9}$/.test(text) ? Number(text) : null;
  const found = await readRows<ShownSeries>(
    source,
    compose`select s.id, d.name as source, s.series_code as code, s.name, s.unit, s.frequency,
        s.release_timezone as zone
      from series_metadata s join data_sources d on d.id = s.source_id
      where (lower(s.series_code) = lower(${code})
          and (${name}::text is null or lower(d.name) = lower(${name})))
        or s.id = ${id}::integer
      order by s.series_code = ${code} desc, s.id`,
  );
  const [first, second] = found;
  if (first === undefined) throw await unknown(source, text);
  if (second === undefined || first.code === code && second.code !== code) return first;
  throw new RangeError(
    `Cannot show "${text}": several series have that name, write one of ` +
      found.map(nameOf).join(", "),
  );
}

/** The name of a series as a person writes it. */
export function nameOf({ source, code }: Pick<ShownSeries, "source" | "code">): string {
  return `${source}/${code}`;
}

async function unknown(source: ReadSource, text: string): Promise<RangeError> {
  const all = await readRows<Pick<ShownSeries, "source" | "code" | "name">>(
    source,
    compose`select d.name as source, s.series_code as code, s.name
      from series_metadata s join data_sources d on d.id = s.source_id order by s.id limit 20000`,
  );
  const near = nearestSeries(text, all);
  const advice = all.length === 0
    ? 'there is no series yet, "deno task start" loads a sample and "deno task fetch" fetches more'
    : near.length === 0
    ? "it is not in series_metadata, correct its name"
    : `it is not in series_metadata, did you mean ${near.join(", ")}?`;
  return new RangeError(`Cannot show "${text}": ${advice}`);
}

/** Finds the three series whose names are nearest to a text, or contain it. */
export function nearestSeries(
  text: string,
  all: readonly Pick<ShownSeries, "source" | "code" | "name">[],
): readonly string[] {
  const word = text.toLowerCase();
  const limit = Math.max(1, Math.ceil(word.length * 0.4));
  return all.map((one) => {
    const names = [one.code, nameOf(one)].map((each) => each.toLowerCase());
    const contains = [...names, one.name.toLowerCase()].some((each) => each.includes(word));
    const distance = Math.min(...names.map((each) => editDistance(word, each)));
    return { name: nameOf(one), distance: contains ? 0.5 : distance };
  })
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}
