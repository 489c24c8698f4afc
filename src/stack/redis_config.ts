import { LOOPBACK } from "./ports.ts";

/** What a Redis or Valkey server is told. */
export interface RedisOptions {
  /** The port of the loopback address. */
  readonly port: number;
  /** The password; an empty one asks for none. */
  readonly password: string;
  /** The folder for its data, as the server sees it. */
  readonly folder: string;
}

/**
 * Writes the configuration file. It holds the password, so that it does not stand on a command
 * line; the file is for its owner's eyes only.
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
    // Everything that is written must stay: an evicted key would be a silent loss.
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

/** Reads the port out of a configuration that {@linkcode redisConfig} wrote. */
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
