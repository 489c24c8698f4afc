import {
  judgeKnownBugs,
  readSchemaFacts,
} from "../../../src/operate/verify/advice/timescaledb/known_bugs/mod.ts";
import { detectServer } from "../../../src/timescale/mod.ts";
import { compare, type Different, type Judged } from "./compare.ts";
import { ALL, type Step } from "./step.ts";

/** The settings that take a known bug out of a read. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ["lost-rows-generic-plan", "plan_cache_mode = force_custom_plan"],
  ["wrong-rows-skipscan", "timescaledb.enable_skipscan = off"],
]);

/**
 * Returns the code of the known bug behind a difference: one that `verify` names for this table at
 * this moment, and without which the answer is right. A difference that no such bug explains is new.
 */
export async function knownBugOf(
  judged: Judged,
  step: Step,
  { variant }: Different,
): Promise<string | undefined> {
  const { client } = judged;
  if (variant !== "packed") return undefined;
  const { timescaledb } = await detectServer(client);
  const facts = await readSchemaFacts(client);
  const named = judgeKnownBugs(timescaledb ?? "0", facts)
    .filter(({ object }) => object === variant).map(({ code }): string => code);
  if (step.kind === "write") return await bugOfWrite(judged, step, named);
  for (const [code, remedy] of REMEDIES) {
    if (!named.includes(code)) continue;
    // A plan that is kept was made under the setting before.
    if (code !== "lost-rows-generic-plan") await client.query("discard plans");
    await client.query(`set ${remedy}`);
    const still = await compare(judged, step);
    await client.query(`reset ${remedy.split(" ", 1)[0]}`);
    if (still === undefined) return code;
  }
  if (!named.includes("wrong-order-recompressed")) return undefined;
  // Compressed as a whole, its rows are in order; the layout stays what the history made of it.
  await client.query(COMPRESS_ANEW);
  return await compare(judged, step) === undefined ? "wrong-order-recompressed" : undefined;
}

const COMPRESS_ANEW = `with done as materialized (
  select decompress_chunk(c) as c from (
    select format('%I.%I', chunk_schema, chunk_name)::regclass as c
    from timescaledb_information.chunks where hypertable_name = 'packed' and is_compressed
    order by range_start) chunks)
select compress_chunk(c) from done`;

async function bugOfWrite(
  judged: Judged,
  { sql }: Step,
  named: readonly string[],
): Promise<string | undefined> {
  const isNamed = (code: string) => named.includes(code) ? code : undefined;
  if (/on conflict .* do nothing/.test(sql)) return isNamed("lost-rows-on-conflict");
  // The rows are right, their count is not.
  const isCount = sql.startsWith("delete") && await compare(judged, ALL) === undefined;
  return isCount ? isNamed("wrong-count-delete") : undefined;
}
