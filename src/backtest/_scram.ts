import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** The rounds that PostgreSQL itself uses. */
const ROUNDS = 4_096;

/**
 * Returns what the server stores of a password (RFC 5803), so that `create role` can be logged and
 * shown without telling it.
 */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, ROUNDS, 32, "sha256");
  const key = (name: string): Uint8Array => createHmac("sha256", salted).update(name).digest();
  const stored = createHash("sha256").update(key("Client Key")).digest("base64");
  const server = createHmac("sha256", salted).update("Server Key").digest("base64");
  return `SCRAM-SHA-256$${ROUNDS}:${salt.toString("base64")}$${stored}:${server}`;
}
