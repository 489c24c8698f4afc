import type { Settings } from "../../base/settings/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
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
    const { brokers, id } = await admin.metadata({ topics: [] }).catch((error: unknown) => {
      throw otherListener(error, settings.kafka.brokers.join(",")) ?? error;
    });
    answered();
    const { adviseOnKafka } = await import("./advice/stores/mod.ts");
    const findings = await unlessItFails(() => adviseOnKafka(admin, settings.kafka.brokers));
    const count = brokers.size === 1 ? "1 broker" : `${brokers.size} brokers`;
    return { status: "pass", detail: `cluster ${id}, ${count}`, findings };
  } finally {
    await admin.close();
  }
}

/** Tells by the driver's error that the address is one of Kafka's, but not for a client like this. */
function otherListener(error: unknown, address: string): CheckFailure | null {
  if (!(error instanceof Error)) return null;
  const state = error.message === "Connection closed"
    // A broker says no more than this to a client without a log-in, or without TLS.
    ? "closed the connection at the first question, as a listener with a log-in (SASL) or TLS does: " +
      "give KAFKA_BOOTSTRAP_SERVERS one without"
    : (error as { readonly code?: unknown }).code === "PLT_KFK_UNSUPPORTED_API"
    ? "is a listener of the controller: give KAFKA_BOOTSTRAP_SERVERS one of the broker"
    : null;
  if (state === null) return null;
  return new CheckFailure(`${address} ${state}`, { reason: "failed", cause: error });
}
