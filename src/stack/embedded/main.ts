/**
 * The database process of the embedded backend: `main.ts FOLDER PORT`. A signal ends it.
 *
 * @module
 */
import { serveDatabase } from "./server.ts";

const [folder = "", port = ""] = Deno.args;
const stopped = Promise.withResolvers<void>();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.addSignalListener(signal, () => stopped.resolve());
}
await using server = await serveDatabase({ folder, port: Number(port), log });
log(`listening on 127.0.0.1:${server.port}`);
await stopped.promise;
log("stopping");

function log(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${new Date().toISOString()} ${line}\n`));
}
