import { type OwnServer, serverPrograms, startOwnServer } from "./own_server.ts";

/** Declares a test with a server of its own, with further settings of the server. */
export type OwnServerTest = (
  name: string,
  run: (server: OwnServer) => Promise<void>,
  settings?: Readonly<Record<string, string>>,
) => void;

/**
 * Returns what declares tests with a server each, one after the other on the same data: to make
 * that takes longer than most of what happens to a server. Where none is installed, the tests are
 * ignored and say so.
 */
export function ownServerTests(): OwnServerTest {
  const ignore = serverPrograms === null;
  const lack = ignore ? " (needs an installed PostgreSQL with TimescaleDB)" : "";
  let folder: string | undefined;
  Deno.test.afterAll(async () => {
    if (folder !== undefined) await Deno.remove(folder, { recursive: true });
  });
  return (name, run, settings = {}) =>
    Deno.test({
      name: `${name}${lack}`,
      ignore,
      fn: async () => {
        folder ??= await Deno.makeTempDir({ prefix: "strata_server_" });
        await using server = await startOwnServer({ folder, settings });
        await run(server);
      },
    });
}
