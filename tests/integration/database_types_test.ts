import assert from "node:assert/strict";
import { serverTest } from "../support/mod.ts";

const zones = ["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Apia"];

/** Runs the program as a client in a time zone. */
async function clientIn(zone: string, url: string, table: string): Promise<string> {
  const program = new URL("./database_time_zone_program.ts", import.meta.url).pathname;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--quiet", "-A", `--config=${config}`, program, url, table],
    env: { TZ: zone },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

serverTest(
  "timescaledb",
  "values are the same for clients in four time zones",
  async (_t, { url, client }) => {
    const outputs = await Promise.all(zones.map(async (zone, n) => {
      const table = `zone_${n}`;
      await client.query(
        `create table ${table} (id int primary key, day date, instant timestamptz,
          local timestamp, amount numeric, large bigint)`,
      );
      return await clientIn(zone, url, table);
    }));
    for (const output of outputs) assert.equal(output, outputs[0]);
    const { drizzled, raw, text } = JSON.parse(outputs[0] ?? "");
    const first = {
      id: 0,
      day: "2024-01-01",
      instant: "2024-01-01T00:00:00.000Z",
      local: "2024-01-01T00:00:00.000Z",
      amount: "1234567890.10",
    };
    assert.deepEqual(drizzled[0], { ...first, large: "9007199254740993n" });
    assert.deepEqual(raw[0], { ...first, large: "9007199254740993" });
    assert.deepEqual(text[4], {
      id: 4,
      day: "1850-01-01",
      instant: "1850-01-01 00:00:00+00",
      local: "1850-01-01 00:00:00",
    });
    // Drizzle and the driver wrote the same values.
    for (let i = 0; i < 6; i++) {
      assert.deepEqual({ ...raw[i + 6], id: i }, raw[i]);
      assert.deepEqual({ ...drizzled[i + 6], id: i }, drizzled[i]);
    }
    const stored = await Promise.all(zones.map(async (_zone, n) => {
      const { rows } = await client.query(
        `select json_agg(z order by id)::text as t from zone_${n} z`,
      );
      return rows[0].t;
    }));
    assert.deepEqual(new Set(stored).size, 1);
  },
);
