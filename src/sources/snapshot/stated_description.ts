import { ConfigError } from "../../base/errors.ts";
import { countries, type Country, frequencies, type Frequency } from "../../schema/mod.ts";
import { ASSUME_LAG, parseLag } from "./publication_lag.ts";

/** What a user can state of a series that its source does not tell. */
export interface StatedDescription {
  readonly name?: string;
  readonly unit?: string;
  readonly frequency?: Frequency;
  readonly country?: Country;
}

/**
 * Reads what the user stated of a series: `name`, `unit`, `frequency` and `country`.
 *
 * @throws {ConfigError} If a frequency, a country or a publication lag is none.
 */
export function statedDescription(settings: Readonly<Record<string, string>>): StatedDescription {
  const { name, unit, frequency, country } = settings;
  const lag = settings[ASSUME_LAG];
  if (lag !== undefined) parseLag(lag);
  return {
    ...(name === undefined ? {} : { name }),
    ...(unit === undefined ? {} : { unit }),
    ...(frequency === undefined ? {} : { frequency: oneOf(frequencies, frequency, "frequency") }),
    ...(country === undefined ? {} : { country: oneOf(countries, country, "country") }),
  };
}

function oneOf<Value extends string>(
  values: readonly Value[],
  given: string,
  what: string,
): Value {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  throw new ConfigError(
    `Cannot take "${given}" as the ${what} of a series: it is not known, use one of ` +
      values.join(", "),
  );
}
