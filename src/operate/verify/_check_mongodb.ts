import type { Settings } from "../../base/settings/mod.ts";
import { unlessItFails } from "./_unless_it_fails.ts";
import type { CheckOptions, CheckOutcome } from "./check.ts";

/** Logs in and pings. */
export async function checkMongodb(
  settings: Settings,
  { timeoutMs, signal, begin, answered, limits }: CheckOptions,
): Promise<CheckOutcome> {
  const { MongoClient } = await import("mongodb");
  begin();
  const client = new MongoClient(settings.mongo.url.reveal(), {
    appName: `${settings.projectName} verify`,
    maxPoolSize: 1,
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
  });
  try {
    await client.connect();
    const admin = client.db("admin");
    await admin.command({ ping: 1 }, { signal });
    const { version } = await admin.command({ buildInfo: 1 }, { signal });
    if (settings.mongo.user === "") {
      // Servers may answer the commands above to anyone; this one they refuse without a log-in.
      await admin.command({ listDatabases: 1, nameOnly: true }, { signal });
    }
    answered();
    const { adviseOnMongodb } = await import("./advice/stores/mod.ts");
    const findings = await unlessItFails(() =>
      adviseOnMongodb(client, settings.mongo, { limits, timeoutMs })
    );
    const login = settings.mongo.user === "" ? "without log-in" : `as ${settings.mongo.user}`;
    return { status: "pass", detail: `MongoDB ${version}, ping ${login}`, findings };
  } finally {
    await client.close(true);
  }
}
