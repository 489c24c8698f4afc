import { median } from "./measure.ts";

// The pool's benchmark runs this in a separate process, because the project neither imports nor
// locks deno-postgres: `deno run deno_postgres_program.ts SPECIFIER URL CALLS ROUNDS`.

const [specifier = "", url = "", calls = "0", rounds = "0"] = Deno.args;
const { Pool } = await import(specifier);
const pool = new Pool(url, 1, true);
const client = await pool.connect();
const times: number[] = [];
// The first round is not counted: it warms up the code.
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
