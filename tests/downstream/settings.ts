import { loadSettings } from "@strata/foundation";
import type { ExtendedSettings } from "@strata/foundation";
import { z } from "zod";

const variables = z.object({
  ALERT_LIMIT: z.coerce.number(),
  ALERT_KEY: z.string().default("alerts:last"),
});

/** The settings of the foundation together with this service's variables. */
export type ServiceSettings = ExtendedSettings<typeof variables>;

/** Reads the settings, including this service's variables. */
export function loadServiceSettings(): ServiceSettings {
  return loadSettings({ envFile: false, extend: variables });
}
