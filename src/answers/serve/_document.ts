import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { VERSION } from "../../base/version.ts";
import type { Endpoint } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { formatNames, mediaTypes } from "./formats.ts";
import { type ProblemKind, problemKinds } from "./problem.ts";

const introduction =
  "What was known when. Every question names the instant of which it asks (`asOf`): an answer holds " +
  "only what was released by then, as it was printed then. Add `knownTo`, and it holds only what this " +
  "database had stored by that time as well; with both in the past an answer never changes.\n\n" +
  "Instants have an offset (`2024-09-26T12:30:00Z`), spans are written out (`90 days`). " +
  "Answers are JSON, CSV, JSON lines, Arrow or Parquet, by `Accept` " +
  "or `format`. JSON holds `rows` as objects with their `columns` and the `question`; NaN and infinite " +
  "values are texts there. Errors are RFC 9457 problems.";

/** Adds the API's paths to the registry that its OpenAPI document is written from. */
export function registerPaths(app: OpenAPIHono, options: { readonly hasTokens: boolean }): void {
  if (options.hasTokens) {
    app.openAPIRegistry.registerComponent("securitySchemes", "token", {
      type: "http",
      scheme: "bearer",
      description: "A token of API_TOKENS. One with an instant sees nothing that came later.",
    });
  }
  const problem = z.object({
    type: z.string().openapi({ example: "/docs#bad-question" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
  }).openapi("Problem");
  for (const [name, endpoint] of Object.entries(endpoints)) {
    app.openAPIRegistry.registerPath({
      method: "get",
      path: endpoint.path,
      operationId: name,
      summary: endpoint.summary,
      ...descriptionOf(endpoint),
      ...options.hasTokens ? { security: [{ token: [] }] } : {},
      request: {
        params: z.object(partsOf(endpoint)),
        query: endpoint.query,
      },
      responses: {
        200: { description: "The answer.", headers: answerHeaders, content: answerContent() },
        206: { description: "A part of the answer, where `Range` asks for one." },
        304: { description: "The answer is the one that `If-None-Match` names." },
        ...problemResponses(problem, options),
      },
    });
  }
}

/** What the document says of the API as a whole. */
export const documentConfig = {
  openapi: "3.1.0",
  info: { title: "Strata", version: VERSION, description: introduction },
  servers: [{ url: "/" }],
};

function descriptionOf({ description }: Endpoint) {
  return description === undefined ? {} : { description };
}

function partsOf({ parts }: Endpoint) {
  return Object.fromEntries(
    Object.entries(parts).map(([name, [description, example]]) => [
      name,
      z.string().openapi({ description, example }),
    ]),
  );
}

const answerHeaders = z.object({
  "Strata-As-Of": z.string().optional().openapi({
    description:
      "The instant that was asked for in UTC, `now` resolved; of a panel the first and last.",
  }),
  "ETag": z.string().optional().openapi({
    description: "Of answers up to a mebibyte, and of all that never change.",
  }),
  "Cache-Control": z.string().openapi({
    description: "`immutable` where both clocks are in the past, or else `no-cache`.",
  }),
});

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

function answerContent() {
  const document = z.object({
    asOf: z.string().optional(),
    question: z.looseObject({ kind: z.string() }),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.record(z.string(), cell)),
  }).openapi("Answer");
  return Object.fromEntries(
    formatNames.map((name) => [
      mediaTypes[name][0] ?? name,
      {
        schema: name === "json"
          ? document
          : z.string().openapi({ format: name === "csv" || name === "jsonl" ? "text" : "binary" }),
      },
    ]),
  );
}

/** Several problems share a status. */
function problemResponses(problem: z.ZodType, { hasTokens }: { readonly hasTokens: boolean }) {
  const kinds = Object.keys(problemKinds) as ProblemKind[]; // as: the keys are the record's own
  const told = kinds.filter((kind) =>
    hasTokens || !(kind === "no-token" || kind === "beyond-scope")
  );
  const byStatus = Map.groupBy(told, (kind) => problemKinds[kind].status);
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => [status, {
      description: `${kinds.map((kind) => problemKinds[kind].title).join(", or: ")}.`,
      content: { "application/problem+json": { schema: problem } },
    }]),
  );
}
