import { byCommand } from "../code_facts.ts";

/** What is found on MongoDB, Kafka and MinIO. */
export const STORE_CODES = {
  "mongodb-open": byCommand(
    "mongodb",
    "error",
    "MongoDB lists its databases to a client that did not log in.",
  ),
  "mongodb-clock": byCommand(
    "mongodb",
    "warning",
    "The clock of MongoDB differs from that of this machine.",
  ),
  "kafka-open": byCommand(
    "kafka",
    "warning",
    "Kafka answers anyone, and not only this machine reaches it.",
  ),
  "kafka-partitions-offline": byCommand(
    "kafka",
    "error",
    "Partitions have no leader: nothing can be written to them or read.",
  ),
  "kafka-under-replicated": byCommand(
    "kafka",
    "warning",
    "Partitions have fewer replicas in step than they should.",
  ),
  "kafka-no-topic": byCommand(
    "kafka",
    "info",
    "There is no topic yet that a client without a log-in may see.",
  ),
  "minio-public": byCommand(
    "minio",
    "error",
    "The bucket lists its objects to anyone, without a signature.",
  ),
  "minio-unversioned": byCommand(
    "minio",
    "info",
    "The bucket keeps no versions: an object that is overwritten or deleted is gone.",
  ),
  "minio-clock": byCommand(
    "minio",
    "warning",
    "The clock of the S3 server differs from that of this machine.",
  ),
} as const;
