import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { streamTest } from "../../integration/streams_support.ts";
import { randomNumbers } from "../../support/random.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { AUDITED_MESSAGES } from "./audited_messages.ts";

const PROGRAM = fileURLToPath(new URL("./member_program.ts", import.meta.url));
const PARTITIONS = 6;
const MEMBERS = 3;
const seed = seedOfRun();

streamTest(
  `members killed at any moment neither lose nor double a message (seed ${seed})`,
  async ({ url, client }, kafka) => {
    const { messages, kills, rebalances } = effort({
      short: { messages: 20_000, kills: 4, rebalances: 2 },
      long: { messages: 1_000_000, kills: 50, rebalances: 20 },
    });
    await client.query(AUDITED_MESSAGES);
    const topic = await kafka.topic("killed", PARTITIONS);
    const random = randomNumbers(seed);
    const join = () =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--quiet", PROGRAM, url, kafka.brokers.join(","), topic],
        stdout: "null",
        stderr: "inherit",
      }).spawn();
    const members = Array.from({ length: MEMBERS }, join);
    /** Ends a member by chance, and lets another join in its place. */
    const replace = async (signal: Deno.Signal): Promise<void> => {
      const [member] = members.splice(Math.floor(random() * members.length), 1);
      member?.kill(signal);
      await member?.status;
      members.push(join());
    };
    try {
      const rounds = kills + rebalances;
      let sent = 0;
      for (let round = 0; round < rounds; round++) {
        const until = Math.floor(messages * (round + 1) / rounds);
        await kafka.produce(
          topic,
          Array.from({ length: until - sent }, (_, i) => ({
            key: `K${(sent + i) % 97}`,
            value: JSON.stringify({ n: sent + i }),
          })),
        );
        sent = until;
        await sleep(random() * 1_500);
        const isKill = (round + 1) * kills % rounds < kills;
        await replace(isKill ? "SIGKILL" : "SIGTERM");
      }
      await untilStored(client, messages);
    } finally {
      for (const member of members) member.kill("SIGTERM");
      await Promise.all(members.map(({ status }) => status));
    }
    const { rows: [found] } = await client.query(
      "select count(*)::int as rows, count(distinct n)::int as messages from audited_messages",
    );
    await recordFigures("streams-killed", {
      faults: kills + rebalances,
      writes: messages,
      lost: messages - found.messages + found.rows - found.messages,
      note: `${kills} kills, ${rebalances} members leaving and joining`,
    });
    assert.deepEqual(found, { rows: messages, messages });
  },
);

/** Waits until the stored offsets say that every message is stored. */
async function untilStored(
  client: { query(sql: string): Promise<{ rows: { stored: number }[] }> },
  messages: number,
): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { rows: [found] } = await client.query(
      "select coalesce(sum(next_offset), 0)::int as stored from strata_ingest.stream_offsets",
    );
    if (found?.stored === messages) return;
    await sleep(500);
  }
  throw new Error(`The members did not store all ${messages} messages (seed ${seed})`);
}
