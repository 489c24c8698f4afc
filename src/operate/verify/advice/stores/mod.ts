/**
 * Advice on MongoDB, Kafka and S3 servers: an unauthenticated try must fail, partitions have leaders.
 * Called by the checks of these services.
 * Never reads what is stored.
 *
 * @module
 */
export { adviseOnKafka } from "./advise_on_kafka.ts";
export { adviseOnMinio } from "./advise_on_minio.ts";
export { adviseOnMongodb } from "./advise_on_mongodb.ts";
