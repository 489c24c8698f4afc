import assert from "node:assert/strict";
import { TextLineStream } from "../../support/text_line_stream.ts";
import { recordFigures } from "../figures.ts";
import { writerTest } from "./journaled.ts";

const program = new URL("zones_program.ts", import.meta.url).pathname;
const zones = ["America/Los_Angeles", "America/Sao_Paulo", "Europe/Berlin", "Pacific/Auckland"];

/** Starts a client, which has written once `written` resolves, and goes on when it is told to. */
function clientIn(zone: string, url: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, url],
    env: { TZ: zone },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
  const answers = lines[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await answers.next()).value ?? "null");
  return {
    written: next(),
    goOn: async () => {
      await child.stdin.close();
      const answer = await next();
      await answers.return?.();
      assert.equal((await child.status).code, 0, zone);
      return answer;
    },
  };
}

writerTest(
  "clients in four time zones write the same rows once, and read the same",
  async ({ url }) => {
    const clients = zones.map((zone) => clientIn(zone, url));
    const written: number[] = await Promise.all(clients.map(({ written }) => written));
    const rows = written.reduce((sum, count) => sum + count, 0);
    assert.equal(rows, 200 + 2 * 5);
    const answers = await Promise.all(clients.map(({ goOn }) => goOn()));
    for (const [index, { inserted, read }] of answers.entries()) {
      assert.equal(inserted, 0, zones[index]);
      assert.equal(read.stored.length, 200);
      assert.deepEqual(read, answers[0]?.read, zones[index]);
    }
    await recordFigures("time-zones", { cases: zones.length, writes: rows, lost: 0 });
  },
);
