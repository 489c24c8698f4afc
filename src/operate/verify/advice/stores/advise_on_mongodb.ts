import type { MongoClient as Client } from "mongodb";
import type { MongoSettings } from "../../../../base/settings/mod.ts";
import { judgeClock, readClock } from "../clock.ts";
import { type Finding, finding } from "../finding.ts";
import { isLoopback } from "../is_loopback.ts";
import type { AdviceLimits } from "../limits.ts";

/**
 * Tries MongoDB without a log-in, which must fail, and compares the clocks. A server on this machine
 * that nobody gave a user is left alone.
 */
export async function adviseOnMongodb(
  client: Client,
  mongo: MongoSettings,
  { limits, timeoutMs }: { readonly limits: AdviceLimits; readonly timeoutMs: number },
): Promise<Finding[]> {
  const clock = await readClock(async () => {
    const { localTime } = await client.db("admin").command({ hello: 1 });
    return localTime instanceof Date ? localTime.getTime() : NaN;
  });
  const found = judgeClock("mongodb-clock", "MongoDB", clock, limits);
  if (mongo.user === "" && isLoopback(mongo.host)) return found;
  if (!await answersAnyone(mongo, timeoutMs)) return found;
  return [
    finding("mongodb-open", {
      sentence: "MongoDB lists its databases to a client that did not log in: anyone who reaches " +
        `${mongo.host}:${mongo.port} reads and writes them; start it with authorization enabled`,
      remedy: `mongosh "mongodb://${
        hostOf(mongo)
      }/admin" --eval "db.adminCommand({ listDatabases: 1 })"`,
    }),
    ...found,
  ];
}

async function answersAnyone(mongo: MongoSettings, timeoutMs: number): Promise<boolean> {
  const { MongoClient } = await import("mongodb");
  const client = new MongoClient(`mongodb://${hostOf(mongo)}/?directConnection=true`, {
    maxPoolSize: 1,
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
  });
  try {
    await client.db("admin").command({ listDatabases: 1, nameOnly: true });
    return true;
  } catch {
    // Refused, as it must be: the log-in itself has passed already.
    return false;
  } finally {
    await client.close(true);
  }
}

function hostOf({ host, port }: MongoSettings): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
