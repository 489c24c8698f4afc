import type { Settings } from "../../base/settings/mod.ts";
import { unlessItFails } from "./_unless_it_fails.ts";
import type { CheckOptions, CheckOutcome } from "./check.ts";

/** Asks for the cluster's metadata. */
export async function checkKafka(
  settings: Settings,
  { timeoutMs, begin, answered }: CheckOptions,
): Promise<CheckOutcome> {
  const { Admin } = await import("@platformatic/kafka");
  begin();
  const admin = new Admin({
    clientId: `${settings.projectName}-verify`.replaceAll(/[^\w.-]/g, "_"),
    bootstrapBrokers: [...settings.kafka.brokers],
    retries: 0,
    connectTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    timeout: timeoutMs,
  });
  try {
    const { brokers, id } = await admin.metadata({ topics: [] });
    answered();
    const { adviseOnKafka } = await import("./advice/stores/mod.ts");
    const findings = await unlessItFails(() => adviseOnKafka(admin, settings.kafka.brokers));
    const count = brokers.size === 1 ? "1 broker" : `${brokers.size} brokers`;
    return { status: "pass", detail: `cluster ${id}, ${count}`, findings };
  } finally {
    await admin.close();
  }
}
