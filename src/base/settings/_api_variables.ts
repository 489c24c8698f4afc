import type { Declaration } from "./_declare.ts";
import { list } from "./_fields.ts";
import { apiToken } from "./api_token.ts";

/** The variables of the read API. */
export const apiVariables = {
  API_TOKENS: {
    description:
      "Tokens of `deno task serve` and `dashboard`, separated by commas: name:token, or " +
      "name:token:asOf<=2024-01-01T00:00:00Z for one that sees nothing later (serve alone).",
    secret: true,
    schema: list(apiToken()),
  },
} as const satisfies Record<string, Declaration>;
