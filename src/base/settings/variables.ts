import { apiVariables } from "./_api_variables.ts";
import { applicationVariables } from "./_application_variables.ts";
import { poolVariables, postgresVariables } from "./_database_variables.ts";
import type { Declaration, ValuesOf } from "./_declare.ts";
import type { Field } from "./_fields.ts";
import { imageVariables } from "./_image_variables.ts";
import { redisVariables } from "./_redis_variables.ts";
import { sourceVariables } from "./_source_variables.ts";
import { kafkaVariables, minioVariables, mongoVariables } from "./_store_variables.ts";

/** An environment variable, as the settings, `.env.example` and messages know it. */
export interface Variable {
  /** The name. */
  readonly name: string;
  /** Its heading in `.env.example`. */
  readonly group: string;
  /** The built-in value as text; `undefined` if the variable may stay unset. */
  readonly default: string | undefined;
  /** One sentence for people. */
  readonly description: string;
  /** Whether the value is never shown. */
  readonly secret: boolean;
  /** Whether an empty value counts as set. */
  readonly allowEmpty: boolean;
  /** The zod schema that reads the text. */
  readonly schema: Field<unknown>;
}

/** The groups of declarations, in the order of `.env.example`. */
const groups = {
  "Application": applicationVariables,
  "PostgreSQL with TimescaleDB": postgresVariables,
  "Connection pool (times in milliseconds)": poolVariables,
  "Redis": redisVariables,
  "MongoDB": mongoVariables,
  "MinIO (S3)": minioVariables,
  "Kafka": kafkaVariables,
  "Sources": sourceVariables,
  "Read API": apiVariables,
  "Images of the docker backend": imageVariables,
} as const;

type Groups = typeof groups;
type Join<U> = (U extends unknown ? (part: U) => void : never) extends (part: infer I) => void ? I
  : never;

/** The value of every variable, by its name. */
export type Values = Join<{ [G in keyof Groups]: ValuesOf<Groups[G]> }[keyof Groups]>;

/** Every variable that this package reads, in the order of `.env.example`. */
export const variables: readonly Variable[] = Object.freeze(
  Object.entries(groups).flatMap(([group, declarations]) => describe(group, declarations)),
);

function describe(group: string, declarations: Readonly<Record<string, Declaration>>): Variable[] {
  return Object.entries(declarations).map(([name, declaration]) =>
    Object.freeze({
      name,
      group,
      default: declaration.default,
      description: declaration.description,
      secret: declaration.secret ?? false,
      allowEmpty: declaration.allowEmpty ?? false,
      schema: declaration.schema,
    })
  );
}
