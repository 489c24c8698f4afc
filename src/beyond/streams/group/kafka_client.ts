import type { BaseOptions, Consumer, Producer } from "@platformatic/kafka";
import { ConfigError, ConnectionError, StrataError } from "../../../base/errors.ts";

/** Where a broker is, and how this client names itself to it. */
export interface KafkaPlace {
  readonly brokers: readonly string[];
  readonly clientId: string;
}

/** How a member of a consumer group is watched. */
export interface GroupOptions {
  readonly group: string;
  /** After how long without a sign of life its partitions go to others. */
  readonly sessionTimeoutMs: number;
}

/** Opens a consumer of a group; nothing is read and nothing committed before it is told to. */
export async function openConsumer(
  place: KafkaPlace,
  { group, sessionTimeoutMs }: GroupOptions,
): Promise<Consumer> {
  const { Consumer } = await import("@platformatic/kafka");
  return new Consumer({
    ...baseOptions(place),
    groupId: group,
    autocommit: false,
    sessionTimeout: sessionTimeoutMs,
    // Below the 30 s after which the client gives up a request, which a joining member waits in.
    rebalanceTimeout: Math.max(20_000, sessionTimeoutMs),
    heartbeatInterval: Math.min(3_000, sessionTimeoutMs / 3),
  });
}

/** Opens a producer whose messages a broker stores once and in order, also where it sends again. */
export async function openProducer(place: KafkaPlace): Promise<Producer> {
  const { Producer } = await import("@platformatic/kafka");
  return new Producer({ ...baseOptions(place), idempotent: true, acks: -1 });
}

function baseOptions({ brokers, clientId }: KafkaPlace): BaseOptions {
  return {
    clientId: clientId.replaceAll(/[^\w.-]/g, "_"),
    bootstrapBrokers: [...brokers],
    connectTimeout: 5_000,
    retries: 3,
    retryDelay: 500,
  };
}

/** Runs work with Kafka, and turns the client's errors into those of this package. */
export async function askKafka<T>(
  place: KafkaPlace,
  doing: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw kafkaFailure(error, place, doing);
  }
}

/** Turns an error of the client into one of this package; one that is already is returned. */
export function kafkaFailure(error: unknown, { brokers }: KafkaPlace, doing: string): StrataError {
  if (error instanceof StrataError) return error;
  const codes = apiCodes(error);
  const at = brokers.join(",");
  // The client's own words, from the answer's list of topics.
  if (codes.has("UNKNOWN_TOPIC_OR_PARTITION") || /^Unknown topic /.test(deepest(error))) {
    return new ConfigError(
      `Cannot ${doing}: Kafka at ${at} has no such topic, create it or correct its name`,
      { cause: error },
    );
  }
  const [code] = codes;
  return new ConnectionError(
    `Cannot ${doing}: ${deepest(error)}, look at the broker or at KAFKA_BOOTSTRAP_SERVERS (${at})`,
    { service: "kafka", cause: error, code },
  );
}

/** Finds the names of protocol errors within an error of the client. */
export function apiCodes(error: unknown, depth = 0): Set<string> {
  const found = new Set<string>();
  if (!(error instanceof Error) || depth > 6) return found;
  const { apiId } = error as { readonly apiId?: unknown }; // the client's own class has it
  if (typeof apiId === "string") found.add(apiId);
  for (const inner of innerErrors(error)) {
    for (const code of apiCodes(inner, depth + 1)) found.add(code);
  }
  return found;
}

/** The message of the innermost error: the outer ones say how often something was tried. */
function deepest(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error);
  const inner = innerErrors(error).at(-1);
  return inner === undefined || depth > 6 ? error.message : deepest(inner, depth + 1);
}

function innerErrors(error: Error): readonly unknown[] {
  const cause = error.cause === undefined ? [] : [error.cause];
  return error instanceof AggregateError ? [...cause, ...error.errors] : cause;
}
