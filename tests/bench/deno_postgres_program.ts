import { median } from "./measure.ts";

// Run by the benchmark of the pool in a process of its own, because the project neither imports nor
// locks deno-postgres: `deno run deno_postgres_program.ts SPECIFIER URL CALLS ROUNDS`.

const [specifier = "", url = "", calls = "0", rounds = "0"] = Deno.args;
const { Pool } = await import(specifier);
const pool = new Pool(url, 1, true);
const client = await pool.connect();
const times: number[] = [];
// One round more than are counted, for the code to warm up.
for (let round = 0; round <= Number(rounds); round++) {
  const begun = performance.now();
  for (let i = 0; i < Number(calls); i++) {
    await client.queryObject("select id, name from data_sources where id = $1", [1]);
  }
  if (round > 0) times.push(performance.now() - begun);
}
client.release();
await pool.end();
await Deno.stdout.write(new TextEncoder().encode(`${median(times)}\n`));
