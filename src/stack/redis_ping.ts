import { withDeadline } from "../base/resilience/mod.ts";

/** The answer of a Redis server; `denied` means a wrong password. */
export type RedisAnswer = "ready" | "loading" | "denied" | "unreachable";

/** The server to ask, and the password. */
export interface RedisPingOptions {
  /** The host. */
  readonly hostname: string;
  /** The port. */
  readonly port: number;
  /** The password; an empty one sends none. */
  readonly password: string;
}

/**
 * Asks a Redis server whether it accepts commands. The protocol is simple enough for this, and a
 * small client of our own reads no environment variables.
 */
export async function pingRedis(options: RedisPingOptions): Promise<RedisAnswer> {
  const { hostname, port, password } = options;
  let connection: Deno.TcpConn;
  try {
    connection = await Deno.connect({ hostname, port });
  } catch (error) {
    // Whatever prevents the connection, the answer is the same: not there yet.
    if (error instanceof Error) return "unreachable";
    throw error;
  }
  using _closing = connection;
  try {
    return await withDeadline(ask(connection, password), 1_000, () => new Error("no answer"));
  } catch (error) {
    if (error instanceof Error) return "unreachable";
    throw error;
  }
}

async function ask(connection: Deno.TcpConn, password: string): Promise<RedisAnswer> {
  const login = password === "" ? "" : command("AUTH", password);
  await writeAll(connection, new TextEncoder().encode(login + command("PING")));
  const replies = password === "" ? 1 : 2;
  const text = await readReplies(connection, replies);
  if (/^-(WRONGPASS|NOAUTH|ERR)/m.test(text)) return "denied";
  if (text.includes("-LOADING")) return "loading";
  return text.includes("+PONG") ? "ready" : "unreachable";
}

function command(...words: readonly string[]): string {
  const lengths = words.map((word) => new TextEncoder().encode(word).length);
  const parts = words.map((word, index) => `$${lengths[index]}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join("")}`;
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

async function readReplies(connection: Deno.TcpConn, wanted: number): Promise<string> {
  const decoder = new TextDecoder();
  const block = new Uint8Array(4096);
  let text = "";
  while (text.split("\r\n").length <= wanted) {
    const read = await connection.read(block);
    if (read === null) break;
    text += decoder.decode(block.subarray(0, read), { stream: true });
  }
  return text;
}
