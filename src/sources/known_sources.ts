import type { Settings } from "../base/settings/mod.ts";
import { bcb } from "./bcb/mod.ts";
import { fred } from "./fred/mod.ts";
import { sdmx } from "./sdmx/mod.ts";
import type { Source } from "./source.ts";
import { treasury } from "./treasury/mod.ts";

/** The sources of this package, as the settings say. */
export function knownSources({ fredApiKey, sourceUrls }: Settings): readonly Source[] {
  const at = (baseUrl: string | undefined) => baseUrl === undefined ? {} : { baseUrl };
  return [
    fred({ key: fredApiKey, ...at(sourceUrls.fred) }),
    bcb(at(sourceUrls.bcb)),
    treasury(at(sourceUrls.treasury)),
    ...(["ecb", "eurostat", "oecd", "bis", "imf"] as const).map((preset) =>
      sdmx(preset, at(sourceUrls[preset]))
    ),
  ];
}
