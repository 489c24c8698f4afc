import { Buffer } from "node:buffer";

/** A partition of the double; a leader of -1 is none. */
export interface DoublePartition {
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** A double of Kafka: no Kafka, a listener that speaks as much of its protocol as a check uses. */
export interface KafkaDouble extends AsyncDisposable {
  readonly port: number;
  topics: Readonly<Record<string, readonly DoublePartition[]>>;
  /** `login` closes at the first question, as a listener with SASL does. */
  listener: "clients" | "login" | "controller";
}

const METADATA = 3;
const API_VERSIONS = 18;

/** Starts the double: one broker, whose number is 1. Topics that begin with `__` are Kafka's own. */
export function startKafkaDouble(): KafkaDouble {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections = new Set<Deno.Conn>();
  const double: KafkaDouble = {
    port: (listener.addr as Deno.NetAddr).port,
    topics: {},
    listener: "clients",
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
      sessions.push(serve(connection, double).finally(() => connections.delete(connection)));
    }
    await Promise.allSettled(sessions);
  })();
  return double;
}

async function serve(connection: Deno.Conn, double: KafkaDouble): Promise<void> {
  let kept = Buffer.alloc(0);
  const chunk = new Uint8Array(65_536);
  for (;;) {
    const read = await connection.read(chunk).catch(() => null);
    if (read === null) break;
    kept = Buffer.concat([kept, chunk.subarray(0, read)]);
    while (kept.length >= 4 && kept.length >= 4 + kept.readInt32BE(0)) {
      const request = kept.subarray(4, 4 + kept.readInt32BE(0));
      kept = kept.subarray(4 + request.length);
      const body = answer(request, double);
      if (body === null) {
        connection.close();
        return;
      }
      const message = Buffer.concat([request.subarray(4, 8), body]); // the number of the question
      await connection.write(Buffer.concat([int32(message.length), message])).catch(() => {});
    }
  }
  try {
    connection.close();
  } catch {
    // The other side, or the double's end, was first.
  }
}

function answer(request: Buffer, double: KafkaDouble): Buffer | null {
  const api = request.readInt16BE(0);
  if (api === API_VERSIONS) {
    const known = double.listener === "controller" ? [API_VERSIONS] : [METADATA, API_VERSIONS];
    const versions = known.map((one) =>
      Buffer.concat([int16(one), int16(0), int16(one === METADATA ? 12 : 4), NONE])
    );
    return Buffer.concat([int16(0), array(versions), int32(0), NONE]);
  }
  if (api !== METADATA || double.listener !== "clients") return null;
  // The list of topics follows the client's name: 1 is the empty list, 0 stands for all of them.
  const asksForNone = request[10 + request.readInt16BE(8) + 1] === 1;
  const broker = Buffer.concat([int32(1), text("127.0.0.1"), int32(double.port), NONE, NONE]);
  const topics = asksForNone ? [] : Object.entries(double.topics).map(topic);
  const rest = [text("double"), int32(1), array(topics), NONE];
  return Buffer.concat([NONE, int32(0), array([broker]), ...rest]);
}

function topic([name, partitions]: [string, readonly DoublePartition[]]): Buffer {
  const own = Buffer.from([name.startsWith("__") ? 1 : 0]);
  const parts = array(partitions.map(partition));
  return Buffer.concat([int16(0), text(name), Buffer.alloc(16), own, parts, int32(0), NONE]);
}

function partition({ leader, replicas, isr }: DoublePartition, index: number): Buffer {
  const error = int16(leader < 0 ? 5 : 0); // LEADER_NOT_AVAILABLE
  const lists = [replicas, isr, []].map((nodes) => array(nodes.map(int32)));
  return Buffer.concat([error, int32(index), int32(leader), int32(0), ...lists, NONE]);
}

/** No tagged field, and the null of a text. */
const NONE = Buffer.from([0]);

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** A list, shorter than 127 as its length has one byte here. */
function array(items: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([items.length + 1]), ...items]);
}

function text(value: string): Buffer {
  return array([Buffer.from(value)]).fill(value.length + 1, 0, 1);
}
