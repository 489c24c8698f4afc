import { type Finding, finding } from "../finding.ts";
import { isLoopback } from "../is_loopback.ts";
import { count } from "../words.ts";

/** What Kafka tells of its topics. */
export interface KafkaState {
  /** The brokers of the settings, as `host:port`. */
  readonly brokers: readonly string[];
  readonly topics: ReadonlyMap<string, readonly KafkaPartition[]>;
}

/** A partition; a leader below 0 is none. */
export interface KafkaPartition {
  readonly leader: number;
  readonly replicas: number;
  readonly inStep: number;
}

/** Judges topics and partitions, and whether Kafka answers anyone off this machine. */
export function judgeKafka({ brokers, topics }: KafkaState): Finding[] {
  const [broker = "localhost:9092"] = brokers;
  const tool = (script: string) => `${script} --bootstrap-server ${broker}`;
  const all = [...topics.values()].flat();
  const offline = namesOf(topics, ({ leader }) => leader < 0);
  const behind = namesOf(
    topics,
    ({ leader, inStep, replicas }) => leader >= 0 && inStep < replicas,
  );
  const far = brokers.filter((one) => !isLoopback(one.replace(/:\d+$/, "")));
  return [
    ...(far.length === 0 ? [] : [finding("kafka-open", {
      sentence: `Kafka at ${far.join(", ")} answers anyone who reaches it, without a log-in`,
      remedy: `${tool("kafka-configs.sh")} --describe --entity-type brokers --all`,
    })]),
    ...(offline.length === 0 ? [] : [finding("kafka-partitions-offline", {
      sentence: `Partitions without a leader take no message and give none: ${offline.join(", ")}`,
      remedy: `${tool("kafka-topics.sh")} --describe --unavailable-partitions`,
    })]),
    ...(behind.length === 0 ? [] : [finding("kafka-under-replicated", {
      sentence: `Partitions have fewer replicas in step than they should: ${behind.join(", ")}`,
      remedy: `${tool("kafka-topics.sh")} --describe --under-replicated-partitions`,
    })]),
    ...(all.length > 0 ? [] : [finding("kafka-no-topic", {
      sentence: "There is no topic yet that a client without a log-in may see",
      remedy: `${tool("kafka-topics.sh")} --create --topic prices`,
    })]),
  ];
}

function namesOf(
  topics: KafkaState["topics"],
  has: (partition: KafkaPartition) => boolean,
): readonly string[] {
  return [...topics].flatMap(([name, partitions]) => {
    const number = partitions.filter(has).length;
    return number === 0 ? [] : [`${name} (${count(number, "partition")})`];
  });
}
