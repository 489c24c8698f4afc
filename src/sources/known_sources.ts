import type { Settings } from "../base/settings/mod.ts";
import { fred } from "./fred/mod.ts";
import type { Source } from "./source.ts";

/** The sources of this package, as the settings say. */
export function knownSources({ fredApiKey, sourceUrls }: Settings): readonly Source[] {
  const at = (baseUrl: string | undefined) => baseUrl === undefined ? {} : { baseUrl };
  return [
    fred({ key: fredApiKey, ...at(sourceUrls.fred) }),
  ];
}
