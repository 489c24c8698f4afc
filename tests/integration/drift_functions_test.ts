import assert from "node:assert/strict";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge } from "../../src/migrate/catalog/converge.ts";
import { serverTest } from "../support/mod.ts";
import type { Seed } from "./drift_seeds.ts";
import { assertFound, migrated, own, sharedReference } from "./drift_support.ts";

const release = "at timestamp with time zone, lag interval, strict boolean";
const range = "from_time timestamp with time zone, to_time timestamp with time zone";
const latest = `strata.latest(series text, at anycompatible, max_age interval, ahead boolean, \
known_to timestamp with time zone, strict boolean, lag interval, kinds text[])`;

/** What converge corrects: a missing, an edited function, a lost comment, other rights. */
const safe: Pick<Seed, "seed" | "found"> = {
  seed: [
    "drop function strata.newest_release(timestamptz, interval, boolean)",
    "drop function strata.refuse_lag(interval)",
    `create or replace function strata.nth(n integer) returns integer
      language sql immutable parallel safe as 'select n'`,
    `comment on function ${latest} is null`,
    "alter function strata.vintage_kinds(text[]) security definer",
  ],
  found: [
    [latest, "comment", /^The latest value of a series/, null],
    [`strata.newest_release(${release})`, "function", /refuse_lag/, null],
    ["strata.nth(n integer)", "function", /releases count from 1/, /select n/],
    ["strata.refuse_lag(lag interval)", "function", /as a lag/, null],
    [
      "strata.vintage_kinds(kinds text[])",
      "function",
      /^(?![^]*SECURITY DEFINER)/,
      /SECURITY DEFINER/,
    ],
  ],
};

/** What converge leaves: an extra function, and one with a default that cannot be taken away. */
const left: Pick<Seed, "seed" | "found" | "undo"> = {
  seed: [
    "create function strata.nth(n text) returns text language sql as 'select n'",
    "drop function strata.refuse_empty_range(timestamptz, timestamptz)",
    `create function strata.refuse_empty_range(from_time timestamptz, to_time timestamptz default null)
      returns boolean language sql as 'select true'`,
  ],
  found: [
    ["strata.nth(n text)", "function", null, /select n/],
    [`strata.refuse_empty_range(${range})`, "comment", /^True: raises/, null],
    [`strata.refuse_empty_range(${range})`, "function", /exchange them/, /select true/],
  ],
  undo: [
    "drop function strata.nth(text)",
    "drop function strata.refuse_empty_range(timestamptz, timestamptz)",
  ],
};

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(kind, `drift names what became of functions, ${kind}`, async (_t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, own.migrations);
    const options = { open, ...own, openReference: reference.open };
    const run = async (statements: readonly string[]) => {
      for (const statement of statements) await db.client.query(statement);
    };
    await run(safe.seed);
    assertFound((await checkDrift(options)).differences, safe.found);
    const corrected = await converge(options);
    assert.deepEqual([corrected.remaining, corrected.refused], [[], []]);

    await run(left.seed);
    assertFound((await checkDrift(options)).differences, left.found);
    const { refused } = await converge(options);
    assert.deepEqual(refused.map(({ reason }) => reason.split(":")[0]), [
      "somebody may call it",
      "PostgreSQL replaces no function that has other arguments or another result",
    ]);
    await run(left.undo);
    assert.deepEqual((await converge(options)).remaining, []);
  });
}
