import { consume } from "../../../src/beyond/streams/mod.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { auditedMessages } from "./audited_messages.ts";

// A member of the group, until SIGTERM: run with the database's URL, the brokers and the topic.
const [url = "", brokers = "", topic = ""] = Deno.args;
const end = new AbortController();
Deno.addSignalListener("SIGTERM", () => end.abort());
await using database = createDatabase({ url, limits: { poolSize: 2 } });
await consume(database, topic, auditedMessages, {
  brokers: brokers.split(","),
  group: "killed",
  batchRows: 500,
  batchMs: 20,
  sessionTimeoutMs: 6_000,
  signal: end.signal,
  map: (fields) => ({ ...fields, id: crypto.randomUUID() }),
});
