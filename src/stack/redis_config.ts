import { LOOPBACK } from "./ports.ts";

/** The settings of a Redis or Valkey server. */
export interface RedisOptions {
  /** The port of the loopback address. */
  readonly port: number;
  /** The password; an empty one means no password. */
  readonly password: string;
  /** The folder for its data, as the server sees it. */
  readonly folder: string;
}

/**
 * Writes the configuration file. The password is in it and not on a command line; only the owner
 * may read the file.
 */
export function redisConfig(options: RedisOptions): string {
  const { port, password, folder } = options;
  return [
    `bind ${LOOPBACK}`,
    `port ${port}`,
    ...password === "" ? [] : [`requirepass ${quote(password)}`],
    `dir ${quote(folder)}`,
    "daemonize no",
    "appendonly yes",
    // What is written must stay: evicting a key would lose data silently.
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

/** Reads the port from a configuration written by {@linkcode redisConfig}. */
export function redisConfigPort(config: string): number | undefined {
  const port = /^port (\d+)$/m.exec(config)?.[1];
  return port === undefined ? undefined : Number(port);
}

function quote(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const escaped = Array.from(bytes, (byte) => {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return `"${escaped.join("")}"`;
}
