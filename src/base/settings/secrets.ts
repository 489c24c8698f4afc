import type { Secret } from "./secret.ts";
import type { Settings } from "./settings.ts";

/** The secrets of a configuration, and the names that its messages show. */
export interface KnownSecrets {
  /** The passwords and keys, not encoded. */
  readonly secrets: readonly string[];
  /** Users, hosts and names; one may equal a password. */
  readonly shown: readonly string[];
}

/** Collects the secrets of settings, to hide them in messages. */
export function secretsOf(settings: Settings): KnownSecrets {
  const { database, minio, mongo, postgres, redis } = settings;
  const urls = [database.url, database.migrationUrl, ...database.replicaUrls].map(urlSecrets);
  const secrets = [
    postgres.password,
    redis.password,
    redis.sentinel?.password,
    mongo.password,
    minio.secretKey,
    settings.fredApiKey,
    ...settings.apiTokens.map(({ token }) => token),
  ].flatMap((secret) => secret === undefined ? [] : [secret.reveal()]);
  return {
    secrets: unique([...secrets, ...urls.flatMap((url) => url.secrets)]),
    shown: unique([
      settings.projectName,
      ...[postgres.host, postgres.user, postgres.db],
      ...[redis.host, redis.username ?? "", mongo.host, mongo.user, mongo.db],
      ...[minio.endpoint, minio.bucket, minio.accessKey],
      ...settings.kafka.brokers,
      ...urls.flatMap((url) => url.shown),
    ]),
  };
}

/** Splits a connection URL into its password and the parts that messages show. */
export function urlSecrets(url: string | Secret): KnownSecrets {
  const parsed = URL.parse(typeof url === "string" ? url.trim() : url.reveal());
  // A URL that cannot be parsed is still hidden wherever it appears as a URL.
  if (parsed === null) return { secrets: [], shown: [] };
  const { hostname, password, pathname, username } = parsed;
  return {
    secrets: unique([decoded(password)]),
    shown: unique([decoded(username), hostname, decoded(pathname.slice(1))]),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== "");
}
