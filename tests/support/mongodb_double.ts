import { Buffer } from "node:buffer";
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { BSON } from "mongodb";

/** A double of MongoDB: no MongoDB, a listener that speaks as much of its protocol as a check uses. */
export interface MongodbDouble extends AsyncDisposable {
  readonly port: number;
  /** Whether it lists databases to clients that did not log in. */
  isOpen: boolean;
  /** How far its clock is ahead, in milliseconds. */
  aheadMs: number;
}

/** Starts the double; the user is `strata`, with this password. */
export function startMongodbDouble(password: string): MongodbDouble {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections = new Set<Deno.Conn>();
  const double: MongodbDouble = {
    port: (listener.addr as Deno.NetAddr).port,
    isOpen: false,
    aheadMs: 0,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of connections) connection.close();
      await serving;
    },
  };
  const serving = (async () => {
    const sessions: Promise<void>[] = [];
    for await (const connection of listener) {
      connections.add(connection);
      sessions.push(
        serve(connection, double, password).finally(() => connections.delete(connection)),
      );
    }
    await Promise.allSettled(sessions);
  })();
  return double;
}

async function serve(connection: Deno.Conn, double: MongodbDouble, password: string) {
  let kept = Buffer.alloc(0);
  const login = new Login(password);
  const chunk = new Uint8Array(65_536);
  for (;;) {
    const read = await connection.read(chunk).catch(() => null);
    if (read === null) break;
    kept = Buffer.concat([kept, chunk.subarray(0, read)]);
    while (kept.length >= 4 && kept.length >= kept.readInt32LE(0)) {
      const message = kept.subarray(0, kept.readInt32LE(0));
      kept = kept.subarray(message.length);
      const isQuery = message.readInt32LE(12) === 2004; // OP_QUERY: the first hello
      const command = isQuery
        ? BSON.deserialize(message.subarray(message.indexOf(0, 20) + 9))
        : BSON.deserialize(message.subarray(21));
      const body = BSON.serialize(answer(command, double, login));
      await connection.write(frame(message.readInt32LE(4), body, isQuery)).catch(() => {});
    }
  }
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}

function frame(to: number, body: Uint8Array, isReply: boolean): Uint8Array {
  // An OP_REPLY has flags, a cursor, a start and a number; an OP_MSG flags and the kind of section.
  const head = Buffer.alloc(isReply ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(to, 8);
  head.writeInt32LE(isReply ? 1 : 2013, 12);
  if (isReply) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
}

function answer(command: BSON.Document, double: MongodbDouble, login: Login): BSON.Document {
  const ok = { ok: 1 };
  if ("hello" in command || "ismaster" in command || "isMaster" in command) {
    return {
      ...ok,
      isWritablePrimary: true,
      ismaster: true,
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(Date.now() + double.aheadMs),
      minWireVersion: 0,
      maxWireVersion: 25,
      saslSupportedMechs: ["SCRAM-SHA-256"],
    };
  }
  if ("ping" in command) return ok;
  if ("saslStart" in command) return login.start(String(command.payload));
  if ("saslContinue" in command) return login.finish(String(command.payload));
  if ("buildInfo" in command) return { ...ok, version: "8.0.30" };
  if ("listDatabases" in command && (login.isIn || double.isOpen)) return { ...ok, databases: [] };
  if ("endSessions" in command) return ok;
  return { ok: 0, code: 13, codeName: "Unauthorized", errmsg: "requires authentication" };
}

/** The server's half of SCRAM-SHA-256. */
class Login {
  isIn = false;
  #first = "";
  readonly #salt = randomBytes(16);
  readonly #password: string;

  constructor(password: string) {
    this.#password = password;
  }

  start(payload: string): BSON.Document {
    const bare = payload.slice("n,,".length);
    const nonce = /r=(.*)$/.exec(bare)?.[1] + randomBytes(12).toString("base64");
    const told = `r=${nonce},s=${this.#salt.toString("base64")},i=4096`;
    this.#first = `${bare},${told}`;
    return reply(told, false);
  }

  finish(payload: string): BSON.Document {
    const text = `${this.#first},${payload.replace(/,p=.*$/, "")}`;
    const salted = pbkdf2Sync(this.#password, this.#salt, 4096, 32, "sha256");
    const sign = (key: Uint8Array, of: string) => createHmac("sha256", key).update(of).digest();
    const clientKey = sign(salted, "Client Key");
    const signature = sign(createHash("sha256").update(clientKey).digest(), text);
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0)));
    if (payload.split(",p=")[1] !== proof.toString("base64")) {
      return {
        ok: 0,
        code: 18,
        codeName: "AuthenticationFailed",
        errmsg: "Authentication failed.",
      };
    }
    this.isIn = true;
    return reply(`v=${sign(sign(salted, "Server Key"), text).toString("base64")}`, true);
  }
}

function reply(text: string, done: boolean): BSON.Document {
  return { ok: 1, conversationId: 1, done, payload: new BSON.Binary(Buffer.from(text)) };
}
