import type { Finding } from "../finding.ts";
import { judgeKafka, type KafkaPartition, type KafkaState } from "./judge_kafka.ts";

/** The part of Kafka's administration that advice reads. */
export interface KafkaAdmin {
  /** The names of the topics, without Kafka's own. */
  listTopics(): Promise<readonly string[]>;
  /** The partitions of topics. */
  metadata(options: { topics: string[] }): Promise<{
    readonly topics: ReadonlyMap<string, {
      readonly partitions: readonly {
        readonly leader: number;
        readonly replicas: readonly number[];
        readonly isr: readonly number[];
      }[];
    }>;
  }>;
}

/** Reads the topics with their partitions, and judges them. */
export async function adviseOnKafka(
  admin: KafkaAdmin,
  brokers: readonly string[],
): Promise<Finding[]> {
  return judgeKafka({ brokers, topics: await read(admin) });
}

async function read(admin: KafkaAdmin): Promise<KafkaState["topics"]> {
  try {
    const names = [...await admin.listTopics()];
    if (names.length === 0) return new Map();
    const { topics } = await admin.metadata({ topics: names });
    return new Map(
      [...topics].map(([name, { partitions }]) => [
        name,
        partitions.map(({ leader, replicas, isr }): KafkaPartition => ({
          leader,
          replicas: replicas.length,
          inStep: isr.length,
        })),
      ]),
    );
  } catch (error) {
    // The driver takes a partition without a leader for an error, of the list of names too; it
    // carries the whole answer.
    const answer = answerOf(error);
    if (answer === null) throw error;
    return answer;
  }
}

interface RawAnswer {
  readonly topics: readonly {
    readonly name: string;
    readonly isInternal: boolean;
    readonly partitions: readonly {
      readonly leaderId: number;
      readonly replicaNodes: readonly number[];
      readonly isrNodes: readonly number[];
    }[];
  }[];
}

/** Kafka's own topics are told only where they stop consumers: when they have lost their leader. */
function concernsUser({ isInternal, partitions }: RawAnswer["topics"][number]): boolean {
  return !isInternal || partitions.some(({ leaderId }) => leaderId < 0);
}

function answerOf(error: unknown, depth = 0): KafkaState["topics"] | null {
  if (!(error instanceof Error) || depth > 6) return null;
  const { response } = error as { readonly response?: RawAnswer }; // the driver's own class has it
  if (response !== undefined) {
    return new Map(
      response.topics.filter(concernsUser).map(({ name, partitions }) => [
        name,
        partitions.map(({ leaderId, replicaNodes, isrNodes }) => ({
          leader: leaderId,
          replicas: replicaNodes.length,
          inStep: isrNodes.length,
        })),
      ]),
    );
  }
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  for (const one of inner) {
    const found = answerOf(one, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
