// Opens a backtest, tells its role, and waits to be killed.
import { openBacktest } from "../../src/backtest/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";

const [url = ""] = Deno.args;
const database = createDatabase({ url });
const backtest = await openBacktest(database, {
  at: "2024-03-15T12:00:00Z",
  lifetime: "1 second",
});
await Deno.stdout.write(new TextEncoder().encode(backtest.role));
await new Promise(() => setInterval(() => {}, 1_000));
