import type { Declaration } from "./_declare.ts";
import { field, line, list, secretField } from "./_fields.ts";

/** A variable with the address of a source's API. */
function address(source: string): {
  readonly description: string;
  readonly schema: ReturnType<typeof webAddress>;
} {
  return {
    description: `Where the API of ${source} begins, if not at its public address.`,
    schema: webAddress(),
  };
}

function webAddress() {
  return field("an address such as https://api.example.org/v1", (text) => {
    const url = URL.parse(text.trim());
    return url !== null && /^https?:$/.test(url.protocol) && url.username === ""
      ? text.trim().replace(/\/+$/, "")
      : undefined;
  });
}

/** The variables of the public sources that are fetched. */
export const sourceVariables = {
  FRED_API_KEY: {
    description:
      "Key of FRED, from https://fredaccount.stlouisfed.org/apikeys; only `fetch fred` needs it.",
    secret: true,
    schema: secretField(),
  },
  TOP_SYMBOLS: {
    default: "BTC-USD,ETH-USD,SOL-USD",
    description: "The symbols that are followed by default, separated by commas.",
    schema: list(line(64)),
  },
  FRED_API_URL: address("FRED and ALFRED"),
  BCB_API_URL: address("Banco Central do Brasil"),
  TREASURY_API_URL: address("the US Treasury"),
  ECB_API_URL: address("the European Central Bank"),
  EUROSTAT_API_URL: address("Eurostat"),
  OECD_API_URL: address("the OECD"),
  BIS_API_URL: address("the Bank for International Settlements"),
  IMF_API_URL: address("the International Monetary Fund"),
  SOURCES_FILE: {
    description: "A module that exports `sources`: further ones for `deno task fetch`.",
    schema: line(4096),
  },
} as const satisfies Record<string, Declaration>;
