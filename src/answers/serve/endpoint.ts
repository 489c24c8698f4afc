import type { z } from "@hono/zod-openapi";

/** What the parts of a path say, by their names. */
export type PathValues = Readonly<Record<string, string>>;

/** A query as it was read: texts, and lists of those that may be repeated. */
export type QueryValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A path of the API that answers a question. */
export interface Endpoint {
  /** The path as OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** The parts of the path, each with its description and an example. */
  readonly parts: Readonly<Record<string, readonly [description: string, example: string]>>;
  /** The query parameters, by their names. */
  readonly query: z.ZodObject;
  /** Makes the input of `parseQuestion` out of a request. */
  readonly ask: (path: PathValues, query: QueryValues) => Readonly<Record<string, unknown>>;
}
