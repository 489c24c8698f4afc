import type { HostPort, RedisSettings, Settings } from "../../base/settings/mod.ts";
import type { ServiceName } from "../../stack/backend.ts";
import { missingLibrary } from "../versions/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import type { FailureCause } from "./check.ts";

/** Why a check failed, in one line for people. */
export interface Explanation {
  readonly cause: FailureCause;
  readonly detail: string;
}

/** Explains a failure by the codes and texts of the error and its causes. */
export function explain(
  error: unknown,
  context: { service: ServiceName; settings: Settings; timeoutMs: number },
): Explanation {
  if (error instanceof CheckFailure) return { cause: error.reason, detail: error.message };
  const { service, settings, timeoutMs } = context;
  const trail = trailOf(error);
  const lost = missingLibrary(error);
  if (lost !== undefined) {
    return {
      cause: "failed",
      detail:
        `${
          facts[service](settings).address
        } has a database of TimescaleDB ${lost}, whose library ` +
        'the server has no more, so that no statement works: "deno task upgrade" mends it',
    };
  }
  const found = symptoms.find(({ signs }) => signs.test(trail));
  const { address, addressVariables, loginVariables } = facts[service](settings);
  switch (found?.symptom) {
    case "auth":
      return {
        cause: "auth",
        detail: `${address} refused the log-in, correct ${loginVariables}; a password changed in ` +
          ".env does not change in a volume that exists",
      };
    case "permission":
      return {
        cause: "permission",
        detail:
          `this process may not connect to ${address}: "deno task verify" may, or run it with ` +
          `--allow-net=${address}`,
      };
    case "missing":
      return {
        cause: "missing",
        detail: `${address} has no database "${settings.postgres.db}", create it or correct ` +
          "POSTGRES_DB (or DATABASE_URL)",
      };
    case "pooler":
      return {
        cause: "failed",
        detail: `${address} is a PgBouncer, which refuses the time limits of a session: set ` +
          "DB_PREPARED_STATEMENTS=false or add ?pgbouncer=true to DATABASE_URL, and set " +
          "MIGRATION_DATABASE_URL to a direct connection",
      };
    case "refused":
    case "starting":
    case "full":
    case "unknown":
    case "broken":
    case "timeout":
      return {
        cause: "unreachable",
        detail: `${address} ${states[found.symptom](timeoutMs)}, start it with "deno task up" or ` +
          `correct ${addressVariables}`,
      };
    default:
      return { cause: "failed", detail: `${address}: ${firstLine(error)}` };
  }
}

type Symptom = "auth" | "permission" | "missing" | "pooler" | keyof typeof states;

const states = {
  refused: () => "refused the connection",
  starting: () => "is still starting",
  full: () => "has no connection left",
  unknown: () => "is not a known host",
  broken: () => "broke the connection off",
  timeout: (timeoutMs: number) => `did not answer within ${timeoutMs / 1_000} s`,
};

// The order matters: a refused login is often followed by a broken connection.
const symptoms: readonly { readonly symptom: Symptom; readonly signs: RegExp }[] = [
  { symptom: "permission", signs: /\bNotCapable\b/ },
  {
    symptom: "auth",
    signs:
      /\b(28P01|28000|SASL|WRONGPASS|NOAUTH|NOPERM|AuthenticationFailed|Unauthorized|PLT_KFK_AUTHENTICATION)\b/,
  },
  { symptom: "missing", signs: /\b3D000\b/ },
  { symptom: "pooler", signs: /unsupported startup parameter/ },
  { symptom: "starting", signs: /\b(57P03|LOADING)\b/ },
  { symptom: "full", signs: /\b53300\b|max number of clients/ },
  { symptom: "refused", signs: /\bECONNREFUSED\b|connection refused/i },
  { symptom: "unknown", signs: /\b(ENOTFOUND|EAI_AGAIN)\b|dns error/i },
  {
    symptom: "timeout",
    signs:
      /\b(ETIMEDOUT|\w+_TIMEOUT|TimeoutError|AbortError)\b|timed? ?out|EHOSTUNREACH|ENETUNREACH/i,
  },
  { symptom: "broken", signs: /\b(ECONNRESET|EPIPE|08\w{3}|57P0\w|CONNECTION_LOST)\b/ },
];

interface Facts {
  readonly address: string;
  readonly addressVariables: string;
  readonly loginVariables: string;
}

const facts: Readonly<Record<ServiceName, (settings: Settings) => Facts>> = {
  timescaledb: ({ postgres }) => ({
    address: `${postgres.host}:${postgres.port}`,
    addressVariables: "POSTGRES_HOST and POSTGRES_PORT (or DATABASE_URL)",
    loginVariables: "POSTGRES_USER and POSTGRES_PASSWORD (or DATABASE_URL)",
  }),
  redis: ({ redis }) => ({
    address: redisNodes(redis).map(({ host, port }) => `${host}:${port}`).join(","),
    addressVariables: "REDIS_HOST and REDIS_PORT",
    loginVariables: "REDIS_PASSWORD",
  }),
  mongodb: ({ mongo }) => ({
    address: `${mongo.host}:${mongo.port}`,
    addressVariables: "MONGO_HOST and MONGO_PORT",
    loginVariables: "MONGO_USER and MONGO_PASSWORD",
  }),
  kafka: ({ kafka }) => ({
    address: kafka.brokers.join(","),
    addressVariables: "KAFKA_BOOTSTRAP_SERVERS",
    loginVariables: "KAFKA_BOOTSTRAP_SERVERS",
  }),
  minio: ({ minio }) => ({
    address: `${minio.host}:${minio.port}`,
    addressVariables: "MINIO_HOST and MINIO_PORT",
    loginVariables: "MINIO_ACCESS_KEY and MINIO_SECRET_KEY",
  }),
};

function redisNodes({ clusterNodes, host, port, sentinel }: RedisSettings): readonly HostPort[] {
  if (sentinel !== undefined) return sentinel.nodes;
  return clusterNodes.length > 0 ? clusterNodes : [{ host, port }];
}

/** Joins the names, codes and messages of an error and its causes. */
function trailOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 6) return "";
  const { code, codeName } = error as { code?: unknown; codeName?: unknown };
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  const own = [error.name, code, codeName, error.message].filter((part) =>
    typeof part === "string"
  );
  return [...own, ...inner.map((one) => trailOf(one, depth + 1))].join(" ");
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? text;
}
