// What telemetry_off_test.ts runs in a process of its own: one statement.
import { createDatabase } from "../../mod.ts";

await using database = createDatabase({ url: Deno.args[0] ?? "" });
const { rows } = await database.pool.query("select 1 as one");
await Deno.stdout.write(new TextEncoder().encode(`${rows[0].one}\n`));
